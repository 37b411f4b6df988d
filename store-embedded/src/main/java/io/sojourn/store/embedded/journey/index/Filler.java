package io.sojourn.store.embedded.journey.index;

/// Times of rows of a batch and, where each event decides by itself, what it meets. One thread at a time.
///
/// Rows of many persons are filled at once: loops over thousands of rows, each with one thing to do, cost a third of one
/// loop per person that does all.
final class Filler {

    private final Plan plan;
    private final boolean keepsAll;
    private final boolean checked;
    private final Version version;
    private final Base base;
    private final int baseSize;
    private final Batch out;
    private final IndexScan.Slot[] slots;

    Filler(IndexScan open, Batch out) {
        this.plan = open.plan;
        this.keepsAll = open.scan.allEvents();
        this.checked = !Plan.isAllZero(plan.depends());
        this.version = open.version;
        this.base = version.base();
        this.baseSize = base.size();
        this.out = out;
        this.slots = open.slotOf;
    }

    /// Whether masks are filled before times are.
    boolean isTimeLate() {
        return plan.isTimeless();
    }

    void times(int from, int to) {
        base.times().gather(out.rows, from, to, out.time);
    }

    /// Times of rows of the base; those that are too late are left out.
    int seen(int from, int to) {
        times(from, to);
        if (plan.latest() == Long.MAX_VALUE) {
            return to;
        }
        int next = from;
        for (int i = from; i < to; i++) {
            out.rows[next] = out.rows[i];
            out.time[next] = out.time[i];
            next += out.time[i] <= plan.latest() ? 1 : 0;
        }
        return next;
    }

    /// Masks of rows of the base, and times where these count; what meets nothing that is asked for is left out.
    ///
    /// @return after the last one
    int masks(int from, int to) {
        int end = isTimeLate() ? to : seen(from, to);
        if (plan.words() == 0) {
            return end;
        }
        if (isTimeLate() && !checked) {
            base.kinds()
                    .gather(
                            out.rows,
                            from,
                            end,
                            version.delta().kinds(),
                            plan.always()[0],
                            out.mask[0]);
            return end;
        }
        int next = from;
        for (int i = from; i < end; i++) {
            int row = out.rows[i];
            int kind = base.kinds().get(row);
            long bits = mask(kind, row, out.time[i]);
            out.rows[next] = row;
            out.time[next] = out.time[i];
            out.mask[0][next] = bits;
            next += bits != 0 || keepsAll ? 1 : 0;
        }
        return next;
    }

    /// @param time any, where times do not count
    long mask(int kind, int row, long time) {
        long within = within(time);
        long bits = plan.always()[0][kind] & within;
        long open = plan.depends()[0][kind] & within;
        while (open != 0) {
            int bit = Long.numberOfTrailingZeros(open);
            open &= open - 1;
            bits |= passes(plan.choices()[bit][kind], row) ? 1L << bit : 0;
        }
        return bits;
    }

    private long within(long time) {
        long left = -1;
        for (Plan.Span span : plan.spans()) {
            if (time < span.from() || time >= span.to()) {
                left &= ~span.conditions()[0];
            }
        }
        return left;
    }

    private boolean passes(Check[][] choices, int row) {
        for (Check[] choice : choices) {
            boolean all = true;
            for (int i = 0; i < choice.length && all; i++) {
                TextColumn.View column = slots[choice[i].slot()].event().orElseThrow();
                all = choice[i].matches(column.code(0, row));
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    /// Time of a row whose masks are filled.
    long time(int at) {
        return isTimeLate() && out.rows[at] < baseSize
                ? base.times().get(out.rows[at])
                : out.time[at];
    }
}
