package io.sojourn.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Makes those who keep failing wait: the first failures cost nothing, each further one doubles the wait, up to a
/// longest. An attempt counts as failed until it is told otherwise, so that many at once are no way around it. What did
/// not fail for an hour is forgotten, and so are the oldest beyond [#ENTRIES_MAX].
final class Throttle {

    static final int ENTRIES_MAX = 100_000;
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int DOUBLINGS_MAX = 30;

    private record Failures(int count, Instant last, Instant waitUntil) {}

    private final InstantSource clock;
    private final int free;
    private final Duration waitMax;
    private final LinkedHashMap<String, Failures> entries =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    /// @param free failures without a wait
    Throttle(InstantSource clock, int free, Duration waitMax) {
        this.clock = clock;
        this.free = free;
        this.waitMax = waitMax;
    }

    /// Counts an attempt as failed, unless it comes too early.
    ///
    /// @return how long to wait before another attempt; empty where this one may be made
    synchronized Optional<Duration> attempt(String who) {
        Instant now = clock.instant();
        Failures before = entries.get(who);
        if (before != null && now.isAfter(before.last().plus(FORGET_AFTER))) {
            before = null;
        }
        if (before != null && now.isBefore(before.waitUntil())) {
            return Optional.of(Duration.between(now, before.waitUntil()));
        }
        int count = before == null ? 1 : before.count() + 1;
        Duration wait = Duration.ZERO;
        if (count >= free) {
            wait = Duration.ofSeconds(1L << Math.min(DOUBLINGS_MAX, count - free));
            wait = wait.compareTo(waitMax) > 0 ? waitMax : wait;
        }
        entries.remove(who);
        entries.put(who, new Failures(count, now, now.plus(wait)));
        return Optional.empty();
    }

    /// It did not fail after all: nothing is held against them.
    synchronized void succeeded(String who) {
        entries.remove(who);
    }

    /// Takes one attempt back.
    synchronized void takeBack(String who) {
        entries.computeIfPresent(
                who,
                (key, failures) ->
                        new Failures(failures.count() - 1, failures.last(), clock.instant()));
    }
}
