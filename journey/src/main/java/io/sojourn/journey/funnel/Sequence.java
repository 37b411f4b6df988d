package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// The events of one journey that a funnel looks at, in groups of tied ones; filled anew for each journey.
///
/// Within a group events are in order of arrival. Times are those of ties: a group has one.
final class Sequence {

    static final String NARROWER = "a shorter range, fewer steps or fewer people";

    private final FunnelPlan plan;
    private final Stop stop;
    int size;
    int[] row = new int[64];
    long[] time = new long[64];
    int[] steps = new int[64];
    int[] exclusions = new int[64];

    /// Group `g` is from `start[g]` up to `start[g + 1]`.
    int groups;

    int[] start = new int[65];

    /// Groups with an event of each exclusion.
    final int[][] excludedAt;

    final int[] excludedCount;

    Sequence(FunnelPlan plan, Stop stop) {
        this.plan = plan;
        this.stop = stop;
        this.excludedAt = new int[plan.exclusionFrom.length][16];
        this.excludedCount = new int[plan.exclusionFrom.length];
    }

    void clear() {
        size = 0;
        groups = 0;
    }

    void add(JourneyBatch batch, int batchRow) {
        if (size == row.length) {
            grow();
        }
        int ofSteps = 0;
        int ofExclusions = 0;
        for (int w = 0; w < batch.mask().length; w++) {
            for (long word = batch.mask()[w][batchRow]; word != 0; word &= word - 1) {
                int bit = w * Long.SIZE + Long.numberOfTrailingZeros(word);
                ofSteps |= plan.stepsOf[bit];
                ofExclusions |= plan.exclusionsOf[bit];
            }
        }
        row[size] = batchRow;
        time[size] = batch.time()[batchRow];
        steps[size] = ofSteps;
        exclusions[size] = ofExclusions;
        size++;
    }

    private void grow() {
        int length = 2 * size;
        stop.take(24L * size, NARROWER);
        row = Arrays.copyOf(row, length);
        time = Arrays.copyOf(time, length);
        steps = Arrays.copyOf(steps, length);
        exclusions = Arrays.copyOf(exclusions, length);
        start = Arrays.copyOf(start, length + 1);
    }

    /// Once all events are there.
    void group(JourneyBatch batch) {
        long tolerance = plan.funnel.toleranceMillis();
        long last = 0;
        for (int i = 0; i < size; i++) {
            long real = time[i];
            boolean tied = i > 0 && real - last <= tolerance;
            last = real;
            if (tied) {
                time[i] = time[i - 1];
            } else {
                start[groups++] = i;
            }
        }
        start[groups] = size;
        if (tolerance > 0) {
            for (int g = 0; g < groups; g++) {
                byArrival(batch.event(), start[g], start[g + 1]);
            }
            if (plan.funnel.completeInRange()) {
                cut();
            }
        }
        if (excludedAt.length > 0) {
            findExclusions();
        }
    }

    private void cut() {
        while (groups > 0 && time[start[groups - 1]] >= plan.range.to()) {
            groups--;
        }
        size = start[groups];
    }

    private void findExclusions() {
        Arrays.fill(excludedCount, 0);
        for (int g = 0; g < groups; g++) {
            int here = 0;
            for (int i = start[g]; i < start[g + 1]; i++) {
                here |= exclusions[i];
            }
            for (; here != 0; here &= here - 1) {
                int exclusion = Integer.numberOfTrailingZeros(here);
                int count = excludedCount[exclusion]++;
                if (count == excludedAt[exclusion].length) {
                    excludedAt[exclusion] = Arrays.copyOf(excludedAt[exclusion], 2 * count);
                }
                excludedAt[exclusion][count] = g;
            }
        }
    }

    /// The time of the first event of an exclusion after a time, `Long.MAX_VALUE` where there is none.
    long excludedAfter(int exclusion, long after) {
        int low = 0;
        int high = excludedCount[exclusion];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time[start[excludedAt[exclusion][middle]]] > after) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == excludedCount[exclusion]
                ? Long.MAX_VALUE
                : time[start[excludedAt[exclusion][low]]];
    }

    boolean isEntry(int i) {
        return (steps[i] & plan.entrySteps) != 0 && plan.range.contains(time[i]);
    }

    /// Whether events of one group follow one another.
    boolean isSequential(int group) {
        return start[group + 1] - start[group] == 1 || plan.funnel.ties() == Ties.ARRIVAL;
    }

    /// A heap sort: ties of a tolerance are short as a rule, but need not be.
    private void byArrival(long[] event, int from, int to) {
        int count = to - from;
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(event, from, i, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(from, from + end);
            sink(event, from, 0, end);
        }
    }

    private void sink(long[] event, int from, int index, int count) {
        int parent = index;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= count) {
                return;
            }
            if (child + 1 < count && event[row[from + child + 1]] > event[row[from + child]]) {
                child++;
            }
            if (event[row[from + parent]] >= event[row[from + child]]) {
                return;
            }
            swap(from + parent, from + child);
            parent = child;
        }
    }

    private void swap(int left, int right) {
        int held = row[left];
        row[left] = row[right];
        row[right] = held;
        held = steps[left];
        steps[left] = steps[right];
        steps[right] = held;
        held = exclusions[left];
        exclusions[left] = exclusions[right];
        exclusions[right] = held;
    }
}
