package io.sojourn.journey.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// Calendar arithmetic of one project: its zone and the day its weeks begin with. Seconds, minutes and hours are
/// elapsed time; an hour begins where the zone's clock shows a full hour. Days and longer follow the clock on the wall,
/// whatever it is put forward or back.
public record Calendar(ZoneId zone, DayOfWeek weekStart) {

    public static final Calendar UTC = new Calendar(ZoneId.of("UTC"), DayOfWeek.MONDAY);

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /// Beyond these milliseconds no calendar is kept (as in ECMAScript).
    private static final long MILLIS_MAX = 8_640_000_000_000_000L;

    /// The begin of the unit that a time lies in, Unix milliseconds.
    public long floor(Unit unit, long time) {
        long at = Math.clamp(time, -MILLIS_MAX, MILLIS_MAX);
        return switch (unit) {
            case SECOND -> Math.floorDiv(at, SECOND) * SECOND;
            case MINUTE -> Math.floorDiv(at, MINUTE) * MINUTE;
            case HOUR -> hour(at);
            case DAY -> start(date(at));
            case WEEK -> start(date(at).with(TemporalAdjusters.previousOrSame(weekStart)));
            case MONTH -> start(date(at).withDayOfMonth(1));
            case QUARTER -> {
                LocalDate date = date(at);
                yield start(
                        LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1));
            }
            case YEAR -> start(date(at).withDayOfYear(1));
        };
    }

    /// A time so many units later, or earlier where negative. Of a day that has no such time of day it is the first one
    /// after it. The begin of a day leads to the begin of a day, whatever the clock shows there.
    public long plus(long time, Unit unit, long count) {
        return switch (unit) {
            case SECOND -> time + count * SECOND;
            case MINUTE -> time + count * MINUTE;
            case HOUR -> time + count * HOUR;
            case DAY -> onTheWall(time, ChronoUnit.DAYS, count);
            case WEEK -> onTheWall(time, ChronoUnit.WEEKS, count);
            case MONTH -> onTheWall(time, ChronoUnit.MONTHS, count);
            case QUARTER -> onTheWall(time, ChronoUnit.MONTHS, 3 * count);
            case YEAR -> onTheWall(time, ChronoUnit.YEARS, count);
        };
    }

    private long onTheWall(long time, ChronoUnit unit, long count) {
        ZonedDateTime from = zoned(time);
        ZonedDateTime to = from.plus(count, unit);
        // Where the clock is put forward at midnight, a day begins at one o'clock.
        boolean begins = from.equals(from.toLocalDate().atStartOfDay(zone));
        return begins ? start(to.toLocalDate()) : to.toInstant().toEpochMilli();
    }

    public LocalDate date(long time) {
        return zoned(time).toLocalDate();
    }

    /// First millisecond of a day.
    public long start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private ZonedDateTime zoned(long time) {
        return Instant.ofEpochMilli(Math.clamp(time, -MILLIS_MAX, MILLIS_MAX)).atZone(zone);
    }

    /// Offsets that are not whole hours shift where hours begin.
    private long hour(long time) {
        return zoned(time).truncatedTo(ChronoUnit.HOURS).toInstant().toEpochMilli();
    }
}
