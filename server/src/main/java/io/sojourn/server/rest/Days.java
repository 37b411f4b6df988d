package io.sojourn.server.rest;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `start_day` and `end_day`: days in the caller's `date_format` (a Java pattern, ISO-8601 otherwise), or numbers of days
/// ago, both included, in the project's zone.
///
/// @param from Unix milliseconds, inclusive
/// @param to exclusive
record Days(long from, long to) {

    private static final int YEAR_MAX = 9_999;
    private static final Pattern AGO = Pattern.compile("[0-9]{1,5}");

    static Days of(RestRequest request, ZoneId zone, long now) {
        Optional<LocalDate> first = day(request, "start_day", zone, now);
        Optional<LocalDate> last = day(request, "end_day", zone, now);
        return new Days(
                first.map(day -> millis(day, zone)).orElse(Long.MIN_VALUE),
                last.map(day -> millis(day.plusDays(1), zone)).orElse(Long.MAX_VALUE));
    }

    static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private static Optional<LocalDate> day(
            RestRequest request, String name, ZoneId zone, long now) {
        String text = request.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (AGO.matcher(text).matches()) {
            return Optional.of(
                    Instant.ofEpochMilli(now)
                            .atZone(zone)
                            .toLocalDate()
                            .minusDays(Integer.parseInt(text)));
        }
        String format = request.text("date_format");
        try {
            DateTimeFormatter formatter =
                    format.isEmpty()
                            ? DateTimeFormatter.ISO_LOCAL_DATE
                            : DateTimeFormatter.ofPattern(format, Locale.US);
            LocalDate day = LocalDate.parse(text, formatter);
            if (Math.abs(day.getYear()) > YEAR_MAX) {
                throw new ProblemException(
                        Problem.invalid(name, "lies beyond the year " + YEAR_MAX));
            }
            return Optional.of(day);
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.invalid(
                            name,
                            "takes a day%s or how many days ago, got %s"
                                    .formatted(
                                            format.isEmpty()
                                                    ? " like 2025-01-31"
                                                    : " in the form " + format,
                                            text)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.invalid("date_format", "is no pattern: " + e.getMessage()));
        }
    }

    boolean contains(long time) {
        return time >= from && time < to;
    }
}
