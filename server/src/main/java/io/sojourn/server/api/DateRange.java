package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Days of a project's zone, both included, as Unix milliseconds.
///
/// @param from inclusive
/// @param to exclusive
public record DateRange(long from, long to) {

    /// @param start name of the first day's field, ISO-8601; missing = from the beginning
    /// @param end name of the last day's field; missing = without end
    public static DateRange of(JsonNode fields, String start, String end, ZoneId zone) {
        Optional<LocalDate> first = day(fields, start);
        Optional<LocalDate> last = day(fields, end);
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw new ProblemException(
                    Problem.invalid(end, last.get() + " lies before " + start + " " + first.get()));
        }
        return new DateRange(
                first.map(day -> millis(day, zone)).orElse(Long.MIN_VALUE),
                last.map(day -> millis(day.plusDays(1), zone)).orElse(Long.MAX_VALUE));
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private static Optional<LocalDate> day(JsonNode fields, String name) {
        String text = fields.path(name).asText("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.invalid(name, "takes a day like 2025-01-31, got " + text));
        }
    }

    public boolean contains(long time) {
        return time >= from && time < to;
    }
}
