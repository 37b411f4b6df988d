package io.sojourn.server.live;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many streams are open, of each user and in all.
final class Streams {

    static final int OF_USER_MAX = 20;
    static final int ALL_MAX = 500;

    private final int ofUserMax;
    private final int allMax;
    private final Map<Long, Integer> byUser = new HashMap<>();
    private int all;

    Streams() {
        this(OF_USER_MAX, ALL_MAX);
    }

    Streams(int ofUserMax, int allMax) {
        this.ofUserMax = ofUserMax;
        this.allMax = allMax;
    }

    /// Given back when the stream ends.
    final class Place implements AutoCloseable {
        private final long user;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(long user) {
            this.user = user;
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                leave(user);
            }
        }
    }

    /// @throws ProblemException where there are as many as may be
    synchronized void check(long user) {
        int own = byUser.getOrDefault(user, 0);
        if (own >= ofUserMax || all >= allMax) {
            throw new ProblemException(
                    Code.RATE_LIMITED,
                    own >= ofUserMax
                            ? "you have " + own + " live views open; close one"
                            : "the server has " + all + " live views open; try again later");
        }
    }

    /// Counts one that begins, though others may have begun since it was checked.
    synchronized Place enter(long user) {
        byUser.merge(user, 1, Integer::sum);
        all++;
        return new Place(user);
    }

    private synchronized void leave(long user) {
        byUser.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
        all--;
    }

    /// Those that are open.
    synchronized int open() {
        return all;
    }
}
