package io.sojourn.journey.funnel;

import java.util.Arrays;

/// Events of one time, of which each serves one step in whichever order: who serves what is a matching of steps to
/// events, found by augmenting paths.
///
/// Of each step the first arrivals are enough, one more than there are steps: a matching occupies fewer.
final class Tie {

    private static final int NONE = -1;

    private final FunnelPlan plan;
    private final int perStep;
    private final int[][] candidates;
    private final int[] counts;
    private final int[] event;
    private final boolean[] entry;
    private int size;
    private int steps;

    /// `server[j]`: the event that serves step `j`; `served[e]`: the step it serves, 0 = none.
    private final int[] server;

    private final int[] served;
    private final int[] seen;
    private int look;
    private final int[] heldServer;
    private final int[] heldServed;

    Tie(FunnelPlan plan) {
        this.plan = plan;
        this.perStep = plan.steps + 1;
        this.candidates = new int[plan.steps + 1][perStep];
        this.counts = new int[plan.steps + 1];
        int most = plan.steps * perStep;
        this.event = new int[most];
        this.entry = new boolean[most];
        this.served = new int[most];
        this.heldServed = new int[most];
        this.seen = new int[most];
        this.server = new int[plan.steps + 1];
        this.heldServer = new int[plan.steps + 1];
    }

    void load(Sequence sequence, int group) {
        size = 0;
        steps = 0;
        Arrays.fill(counts, 0);
        for (int i = sequence.start[group]; i < sequence.start[group + 1]; i++) {
            boolean kept = false;
            for (int bits = sequence.steps[i]; bits != 0; bits &= bits - 1) {
                int step = Integer.numberOfTrailingZeros(bits) + 1;
                if (counts[step] < perStep) {
                    candidates[step][counts[step]++] = size;
                    kept = true;
                }
            }
            if (kept) {
                event[size] = i;
                entry[size] = sequence.isEntry(i);
                size++;
                steps |= sequence.steps[i];
            }
        }
    }

    /// How far an attempt comes from a step on.
    ///
    /// @param at as in [Attempt#at], filled from the step behind
    int take(int from, int[] at) {
        Arrays.fill(served, 0, size, 0);
        return go(from, at);
    }

    /// How far the attempt comes that begins here, 0 where none does.
    ///
    /// @param at filled from step 1
    int enter(int[] at) {
        int best = 0;
        int bestEntry = NONE;
        for (int k = 0; k < counts[1]; k++) {
            int candidate = candidates[1][k];
            if (entry[candidate]) {
                int worth = worth(enter(candidate, at), at);
                if (worth > best) {
                    best = worth;
                    bestEntry = candidate;
                }
                if ((steps & ~1) == 0) {
                    break;
                }
            }
        }
        return bestEntry == NONE ? 0 : enter(bestEntry, at);
    }

    /// How far, then how many steps, then the later ones.
    private static int worth(int to, int[] at) {
        int taken = 0;
        int sum = 0;
        for (int step = 1; step <= to; step++) {
            if (at[step] >= 0) {
                taken++;
                sum += step;
            }
        }
        return (to << 16) | (taken << 10) | sum;
    }

    private int enter(int candidate, int[] at) {
        Arrays.fill(served, 0, size, 0);
        served[candidate] = 1;
        at[1] = event[candidate];
        return go(1, at);
    }

    private int go(int from, int[] at) {
        if ((steps & plan.next[from]) == 0) {
            return from;
        }
        Arrays.fill(server, NONE);
        int to = furthest(from);
        for (int step = to - 1; step > from; step--) {
            if (server[step] == NONE) {
                augment(step, from);
            }
        }
        for (int step = from + 1; step <= to; step++) {
            if (server[step] != NONE) {
                prefer(step);
            }
        }
        int later = NONE;
        for (int step = to; step > from; step--) {
            later = server[step] == NONE ? later : event[server[step]];
            at[step] = server[step] == NONE ? ~later : later;
        }
        return to;
    }

    private int furthest(int from) {
        int to = from;
        int step = from + 1;
        while (step <= plan.steps) {
            int required = step;
            while (plan.isOptional(required)) {
                required++;
            }
            if (!augment(required, from)) {
                return optional(to, required, from);
            }
            to = required;
            step = required + 1;
        }
        return to;
    }

    /// The last optional step between two required ones of which the second was missed.
    private int optional(int to, int missed, int from) {
        for (int step = missed - 1; step > to; step--) {
            if (augment(step, from)) {
                return step;
            }
        }
        return to;
    }

    /// Serves one more step; all that were served stay so.
    ///
    /// @param fixed steps up to it keep their events
    private boolean augment(int step, int fixed) {
        look++;
        return search(step, fixed);
    }

    private boolean search(int step, int fixed) {
        for (int k = 0; k < counts[step]; k++) {
            int candidate = candidates[step][k];
            if (seen[candidate] == look) {
                continue;
            }
            seen[candidate] = look;
            int other = served[candidate];
            if (other == 0 || (other > fixed && search(other, fixed))) {
                served[candidate] = step;
                server[step] = candidate;
                return true;
            }
        }
        return false;
    }

    /// Gives a step the first arrival that leaves the steps behind it served.
    private void prefer(int step) {
        for (int k = 0; k < counts[step]; k++) {
            int candidate = candidates[step][k];
            if (candidate == server[step]) {
                return;
            }
            int other = served[candidate];
            if (other == 0) {
                assign(step, candidate);
                return;
            }
            if (other > step && swaps(step, candidate, other)) {
                return;
            }
        }
        throw new IllegalStateException("step " + step + " lost its event");
    }

    private void assign(int step, int candidate) {
        served[server[step]] = 0;
        served[candidate] = step;
        server[step] = candidate;
    }

    private boolean swaps(int step, int candidate, int other) {
        System.arraycopy(server, 0, heldServer, 0, server.length);
        System.arraycopy(served, 0, heldServed, 0, size);
        assign(step, candidate);
        server[other] = NONE;
        if (augment(other, step)) {
            return true;
        }
        System.arraycopy(heldServer, 0, server, 0, server.length);
        System.arraycopy(heldServed, 0, served, 0, size);
        return false;
    }
}
