package io.sojourn.journey.funnel;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Where all attempts of a journey stand while its events go by.
///
/// An attempt that began earlier is never behind one that began later (windows aside): so the attempts that have come
/// to a step are the first so many, and one number per step says how far each is. What a number was when is kept, so
/// that each attempt can be followed afterwards.
final class Reach {

    private final Stop stop;
    private final int steps;
    int entries;
    private int[] entry = new int[64];

    /// `bound[j]`: so many attempts have come to step `j`.
    final int[] bound;

    private final int[] moves;
    private final int[][] upTo;
    private final int[][] by;
    private final int[] cursor;
    private int read;

    Reach(int steps, Stop stop) {
        this.stop = stop;
        this.steps = steps;
        this.bound = new int[steps + 2];
        this.moves = new int[steps + 1];
        this.upTo = new int[steps + 1][16];
        this.by = new int[steps + 1][16];
        this.cursor = new int[steps + 1];
    }

    void clear() {
        entries = 0;
        read = 0;
        Arrays.fill(bound, 0);
        Arrays.fill(moves, 0);
        Arrays.fill(cursor, 0);
    }

    void enter(int event) {
        if (entries == entry.length) {
            stop.take(4L * entries, Sequence.NARROWER);
            entry = Arrays.copyOf(entry, 2 * entries);
        }
        entry[entries++] = event;
        bound[1] = entries;
    }

    /// The first so many attempts have come to a step.
    ///
    /// @param event as in [Attempt#at]
    void move(int step, int count, int event) {
        if (count <= bound[step]) {
            return;
        }
        int move = moves[step]++;
        if (move == upTo[step].length) {
            stop.take(8L * move, Sequence.NARROWER);
            upTo[step] = Arrays.copyOf(upTo[step], 2 * move);
            by[step] = Arrays.copyOf(by[step], 2 * move);
        }
        upTo[step][move] = count;
        by[step][move] = event;
        bound[step] = count;
    }

    boolean next(Attempt attempt) {
        if (read == entries) {
            return false;
        }
        attempt.at[1] = entry[read];
        int step = 2;
        while (step <= steps && read < bound[step]) {
            while (upTo[step][cursor[step]] <= read) {
                cursor[step]++;
            }
            attempt.at[step] = by[step][cursor[step]];
            step++;
        }
        attempt.reached = step - 1;
        attempt.foreign = Long.MAX_VALUE;
        read++;
        return true;
    }
}
