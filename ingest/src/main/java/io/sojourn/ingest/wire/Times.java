package io.sojourn.ingest.wire;

import io.sojourn.core.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/// Numbers of the envelope: points in time and spans.
final class Times {

    /// 0001-01-01T00:00Z, Unix milliseconds.
    static final long TIME_MIN = -62_135_596_800_000L;

    /// 9999-12-31T23:59:59.999Z, Unix milliseconds.
    static final long TIME_MAX = 253_402_300_799_999L;

    /// A span longer than a leap year is no idle time and no time on a page.
    static final long SPAN_MAX = 366L * 24 * 3_600_000;

    private static final long SECONDS_FROM = 1_000_000_000L;
    private static final long SECONDS_TO = 100_000_000_000L;

    private Times() {}

    /// `timestamp` of `/track/*`: Unix milliseconds, or seconds where 1e9 <= value < 1e11. A string or a number,
    /// fractions are cut.
    ///
    /// @return empty where it is no time between the years 1 and 9999
    static OptionalLong sent(String text) {
        String number = text.strip();
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        String fraction = dot < 0 ? "" : number.substring(dot + 1);
        if (!isDigits(whole, whole.startsWith("-") ? 1 : 0)
                || (dot >= 0 && !isDigits(fraction, 0))) {
            double value = Value.string(number).number();
            return value >= TIME_MIN && value <= TIME_MAX
                    ? sent(Long.toString((long) value))
                    : OptionalLong.empty();
        }
        if (whole.length() > 17) {
            return OptionalLong.empty();
        }
        long value = Long.parseLong(whole);
        if (value >= SECONDS_FROM && value < SECONDS_TO) {
            value = value * 1000 + Integer.parseInt((fraction + "000").substring(0, 3));
        }
        return inRange(value);
    }

    /// A whole number of milliseconds, nothing guessed.
    static OptionalLong millis(String literal) {
        boolean whole = isDigits(literal, literal.startsWith("-") ? 1 : 0);
        return whole && literal.length() <= 17
                ? inRange(Long.parseLong(literal))
                : OptionalLong.empty();
    }

    /// ISO-8601 date and time with its offset, such as `2026-03-01T12:00:00.5+01:00`.
    static OptionalLong iso(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return inRange(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException malformed) {
            return OptionalLong.empty();
        }
    }

    /// A span in milliseconds, fractions cut.
    ///
    /// @return empty where it is no number, negative or longer than a year
    static OptionalLong span(String text) {
        double value = Value.string(text.strip()).number();
        return value >= 0 && value <= SPAN_MAX
                ? OptionalLong.of((long) value)
                : OptionalLong.empty();
    }

    private static OptionalLong inRange(long millis) {
        return millis >= TIME_MIN && millis <= TIME_MAX
                ? OptionalLong.of(millis)
                : OptionalLong.empty();
    }

    private static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }
}
