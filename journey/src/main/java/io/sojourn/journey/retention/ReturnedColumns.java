package io.sojourn.journey.retention;

import java.util.Arrays;
import java.util.List;

/// The columns in which one person of one cohort counts, from the person's returns by period.
final class ReturnedColumns {

    private final Columns columns;
    private final int occurrencesMin;
    private final long[] bits;
    private int size;
    private int[] period = new int[64];
    private int[] count = new int[64];

    ReturnedColumns(Retention retention) {
        this.columns = retention.columns();
        this.occurrencesMin = retention.occurrencesMin();
        this.bits = new long[(columns.count() + Long.SIZE - 1) / Long.SIZE];
    }

    void clear() {
        size = 0;
    }

    /// Some returns; periods ascend.
    void add(int inPeriod, int times) {
        if (size > 0 && period[size - 1] == inPeriod) {
            count[size - 1] += times;
            return;
        }
        if (size == period.length) {
            period = Arrays.copyOf(period, 2 * size);
            count = Arrays.copyOf(count, 2 * size);
        }
        period[size] = inPeriod;
        count[size++] = times;
    }

    /// Bit `j % 64` of word `j / 64` says whether the person counts in column `j`; filled again by the next call.
    /// Column 0 is always set.
    long[] settle() {
        Arrays.fill(bits, 0);
        set(0);
        switch (columns) {
            case Columns.Each(int all, Columns.Criterion criterion) -> {
                switch (criterion) {
                    case ON -> on(all);
                    case ON_OR_AFTER -> setAll(1, Math.min(lastReached() + 1, all));
                    case ON_OR_BEFORE -> setAll(Math.max(1, firstReached()), all);
                }
            }
            case Columns.Brackets(List<Columns.Bracket> brackets) -> within(brackets);
        }
        return bits;
    }

    private void on(int all) {
        for (int i = 0; i < size; i++) {
            if (period[i] > 0 && period[i] < all && count[i] >= occurrencesMin) {
                set(period[i]);
            }
        }
    }

    /// The last period such that enough returns lie in it and after it, 0 for none.
    private int lastReached() {
        long sum = 0;
        for (int i = size - 1; i >= 0; i--) {
            sum += count[i];
            if (sum >= occurrencesMin) {
                return period[i];
            }
        }
        return 0;
    }

    /// The first period such that enough returns lie in it and before it.
    private int firstReached() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += count[i];
            if (sum >= occurrencesMin) {
                return period[i];
            }
        }
        return Integer.MAX_VALUE;
    }

    private void within(List<Columns.Bracket> brackets) {
        for (int column = 1; column <= brackets.size(); column++) {
            Columns.Bracket bracket = brackets.get(column - 1);
            long sum = 0;
            for (int i = 0; i < size && period[i] <= bracket.last(); i++) {
                sum += period[i] >= bracket.first() ? count[i] : 0;
            }
            if (sum >= occurrencesMin) {
                set(column);
            }
        }
    }

    private void setAll(int from, int to) {
        for (int column = from; column < to; column++) {
            set(column);
        }
    }

    private void set(int column) {
        bits[column / Long.SIZE] |= 1L << column;
    }
}
