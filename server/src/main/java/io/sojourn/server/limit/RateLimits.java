package io.sojourn.server.limit;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.RateLimit;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts the calls of API keys to projects and says when one has to wait.
///
/// A window slides in sixtieths of its length and counts at least what fell into it, so that no span of that length has
/// more calls than allowed. A call that is refused does not count. Of the pairs of key and project that are counted the
/// ones used longest ago are forgotten beyond [#COUNTED_MAX].
final class RateLimits {

    static final int COUNTED_MAX = 10_000;

    private static final int PARTS = 60;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final InstantSource clock;
    private final Map<Subject, Windows> counted =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Subject, Windows> eldest) {
                    return size() > COUNTED_MAX;
                }
            };

    private record Subject(ProjectId project, String key) {}

    private record Windows(Window minute, Window hour, Window day) {}

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts a call.
    ///
    /// @return 0 when it may go on, else how many seconds it has to wait
    synchronized long take(ProjectId project, String key, RateLimit limit) {
        if (limit.isOff()) {
            return 0;
        }
        Windows windows =
                counted.computeIfAbsent(
                        new Subject(project, key),
                        subject ->
                                new Windows(new Window(MINUTE), new Window(HOUR), new Window(DAY)));
        long now = clock.millis();
        long wait =
                Math.max(
                        windows.minute.untilRoom(now, limit.perMinute()),
                        Math.max(
                                windows.hour.untilRoom(now, limit.perHour()),
                                windows.day.untilRoom(now, limit.perDay())));
        if (wait == 0) {
            windows.minute.count(now);
            windows.hour.count(now);
            windows.day.count(now);
        }
        return Math.ceilDiv(wait, 1_000);
    }

    /// Calls of the last sixty parts of a span, the current one included, and of the one that is just leaving.
    private static final class Window {
        private final long partMillis;
        private final int[] calls = new int[PARTS + 1];
        private long newest = Long.MIN_VALUE;

        Window(long millis) {
            this.partMillis = millis / PARTS;
        }

        /// @param max calls in the window, 0 = unlimited
        /// @return milliseconds until one more has room
        long untilRoom(long now, int max) {
            move(now);
            if (max == 0) {
                return 0;
            }
            long sum = 0;
            for (int each : calls) {
                sum += each;
            }
            long part = newest - PARTS;
            while (sum >= max) {
                sum -= calls[index(part++)];
            }
            // parts before this one have to leave
            long leaves = (part + PARTS) * partMillis;
            return part == newest - PARTS ? 0 : leaves - now;
        }

        void count(long now) {
            move(now);
            calls[index(newest)]++;
        }

        /// A clock that is put back stands still.
        private void move(long now) {
            long part = Math.floorDiv(now, partMillis);
            if (newest == Long.MIN_VALUE || part - newest > PARTS) {
                java.util.Arrays.fill(calls, 0);
                newest = part;
            }
            while (newest < part) {
                newest++;
                calls[index(newest)] = 0;
            }
        }

        private int index(long part) {
            return (int) Math.floorMod(part, (long) calls.length);
        }
    }
}
