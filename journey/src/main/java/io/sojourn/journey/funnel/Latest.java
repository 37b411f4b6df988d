package io.sojourn.journey.funnel;

import java.util.Arrays;

/// The latest events that can serve some steps together, each one another.
///
/// Sets of events that can serve steps together are a transversal matroid. What is kept is its basis of greatest
/// recency: a new event joins, and where that makes one too many, the oldest of the circuit leaves. Of every end of the
/// journey so far, the kept events that lie in it are therefore as many as any of its events can serve (Edmonds,
/// Matroids and the greedy algorithm, 1971).
final class Latest {

    private static final int NONE = -1;

    private final int phase;
    private final int steps;
    private int size;

    /// Kept events, oldest first, what each can serve, and which step it serves.
    private final int[] event;

    private final int[] mask;
    private final int[] serves;

    /// By step: its event's place, and in a search the event from which it was found.
    private final int[] server = new int[Integer.SIZE];

    private final int[] foundFrom = new int[Integer.SIZE];

    Latest(int phase) {
        this.phase = phase;
        this.steps = Integer.bitCount(phase);
        this.event = new int[steps + 1];
        this.mask = new int[steps + 1];
        this.serves = new int[steps + 1];
        clear();
    }

    void clear() {
        size = 0;
        Arrays.fill(server, NONE);
    }

    int size() {
        return size;
    }

    int steps() {
        return steps;
    }

    /// The kept event that is the `count`-th from the last.
    int fromLast(int count) {
        return event[size - count];
    }

    /// @param added later than all before
    /// @param can steps of the phase that it can serve, at least one
    void add(int added, int can) {
        event[size] = added;
        mask[size] = can & phase;
        int newcomer = size;
        int found = 0;
        int open = can & phase;
        for (int bits = open; bits != 0; bits &= bits - 1) {
            foundFrom[Integer.numberOfTrailingZeros(bits)] = newcomer;
        }
        int oldest = newcomer;
        while (open != 0) {
            int step = Integer.numberOfTrailingZeros(open);
            open &= open - 1;
            found |= 1 << step;
            int server = this.server[step];
            if (server == NONE) {
                give(step, newcomer);
                size++;
                return;
            }
            oldest = Math.min(oldest, server);
            int more = mask[server] & ~found & ~open;
            for (int bits = more; bits != 0; bits &= bits - 1) {
                foundFrom[Integer.numberOfTrailingZeros(bits)] = server;
            }
            open |= more;
        }
        give(serves[oldest], newcomer);
        size++;
        remove(oldest);
    }

    /// Gives a step to the event from which it was found, that one's step to the next, up to the newcomer.
    private void give(int free, int newcomer) {
        int step = free;
        while (true) {
            int to = foundFrom[step];
            int left = serves[to];
            server[step] = to;
            serves[to] = step;
            if (to == newcomer) {
                return;
            }
            step = left;
        }
    }

    private void remove(int place) {
        size--;
        for (int i = place; i < size; i++) {
            event[i] = event[i + 1];
            mask[i] = mask[i + 1];
            serves[i] = serves[i + 1];
            server[serves[i]] = i;
        }
    }
}
