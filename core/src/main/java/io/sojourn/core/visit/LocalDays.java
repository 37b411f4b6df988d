package io.sojourn.core.visit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// Ends of the calendar days of one zone. Keeps the day it was last asked about, so that times in order
/// cost a comparison; used by one thread.
public final class LocalDays {

    /// Beyond these milliseconds no calendar is kept (as in ECMAScript): all of it is one day.
    private static final long MILLIS_MAX = 8_640_000_000_000_000L;

    private final ZoneId zone;
    private long start = 0;
    private long end = 0;

    public LocalDays(ZoneId zone) {
        this.zone = zone;
    }

    /// The first millisecond after the day that a time lies in.
    public long endOfDay(long time) {
        if (time < start || time >= end) {
            find(time);
        }
        return end;
    }

    private void find(long time) {
        if (time < -MILLIS_MAX) {
            start = Long.MIN_VALUE;
            end = -MILLIS_MAX;
        } else if (time >= MILLIS_MAX) {
            start = MILLIS_MAX;
            end = Long.MAX_VALUE;
        } else {
            LocalDate date = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
            start = startOf(date);
            end = startOf(date.plusDays(1));
            // A clock that is put back over midnight shows the old date again within the new day.
            while (time >= end) {
                date = date.plusDays(1);
                start = end;
                end = startOf(date.plusDays(1));
            }
        }
    }

    private long startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
