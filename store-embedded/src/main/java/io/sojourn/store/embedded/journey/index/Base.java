package io.sojourn.store.embedded.journey.index;

import java.util.Map;

/// The bulk of a project's events in order of (visitor, time, arrival); never changed, only replaced.
///
/// @param start events of visitor `v` are rows `start[v]` to `start[v + 1]` - 1; visitors from `start.length - 1` on
///     have none
/// @param kinds of [Kinds]
/// @param times Unix milliseconds
/// @param moved by visitor, for those whose events did not arrive in the order of their times: the place among the
///     visitor's rows of each of its events by arrival
/// @param zones where its events lie in the store
/// @param last highest event number in it, -1 where there is none
@SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
record Base(
        int[] start,
        Codes kinds,
        PackedLongs times,
        Map<Integer, int[]> moved,
        Zones zones,
        long last,
        long leastTime,
        long greatestTime) {

    static final Base EMPTY = new BaseBuilder(0).build(-1);

    @SuppressWarnings("ReferenceEquality") // rows of another one are others, whatever it holds
    boolean is(Base other) {
        return this == other;
    }

    int size() {
        return start[start.length - 1];
    }

    int visitors() {
        return start.length - 1;
    }

    int from(int visitor) {
        return visitor < visitors() ? start[visitor] : 0;
    }

    int to(int visitor) {
        return visitor < visitors() ? start[visitor + 1] : 0;
    }

    long memory() {
        long perms = 0;
        for (int[] perm : moved.values()) {
            perms += 64 + 4L * perm.length;
        }
        return 4L * start.length + kinds.memory() + times.bytes() + zones.bytes() + perms;
    }

    /// Finds the rows of events that come once more in the order of their arrival.
    Places places() {
        return new Places(this);
    }

    static final class Places {
        private final Base base;
        private final int[] arrived;

        private Places(Base base) {
            this.base = base;
            this.arrived = new int[base.visitors()];
        }

        /// Row of the visitor's next event.
        int next(int visitor) {
            int nth = arrived[visitor]++;
            int row = base.start[visitor] + nth;
            if (row >= base.start[visitor + 1]) {
                throw new IllegalStateException(
                        "more events of visitor " + visitor + " than " + nth);
            }
            int[] perm = base.moved.isEmpty() ? null : base.moved.get(visitor);
            return perm == null ? row : base.start[visitor] + perm[nth];
        }
    }
}
