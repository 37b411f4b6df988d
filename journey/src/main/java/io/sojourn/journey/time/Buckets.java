package io.sojourn.journey.time;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Consecutive spans of time that cover a range: calendar units, or blocks of several counted from the range's start.
/// The first begins where the unit begins that the range's start lies in; the last ends with its unit.
public final class Buckets {

    /// Buckets of one question.
    public static final int COUNT_MAX = 10_000;

    private final long[] edges;
    private final TimeRange range;
    private final long first;
    private final double perMilli;

    private Buckets(long[] edges, TimeRange range) {
        this.edges = edges;
        this.range = range;
        this.first = edges[0];
        this.perMilli = (edges.length - 1) / ((double) edges[edges.length - 1] - edges[0]);
    }

    /// @param range bounded on both sides
    /// @return empty where the range is empty
    /// @throws io.sojourn.core.problem.ProblemException for more than [#COUNT_MAX]
    public static Buckets of(Calendar calendar, Period period, TimeRange range) {
        long[] edges = new long[64];
        int count = 0;
        long first = calendar.floor(period.unit(), range.from());
        long edge = first;
        while (edge < range.to() && !range.isEmpty()) {
            if (count + 1 == edges.length) {
                edges = Arrays.copyOf(edges, 2 * count);
            }
            edges[count++] = edge;
            if (count > COUNT_MAX) {
                throw new io.sojourn.core.problem.ProblemException(
                        io.sojourn.core.problem.Code.QUESTION_TOO_LARGE,
                        "more than "
                                + COUNT_MAX
                                + " intervals: ask for a shorter range or longer intervals");
            }
            edge = next(calendar, period, first, edge, count);
        }
        edges[count] = edge;
        return new Buckets(Arrays.copyOf(edges, count + 1), range);
    }

    /// One bucket, the range itself; none where it is empty.
    public static Buckets whole(TimeRange range) {
        return range.isEmpty()
                ? new Buckets(new long[] {range.from()}, range)
                : new Buckets(new long[] {range.from(), range.to()}, range);
    }

    /// Counted from the first edge where units differ in length, so that the 31st stays the 31st.
    private static long next(Calendar calendar, Period period, long first, long edge, int count) {
        Unit unit = period.unit();
        if (unit == Unit.HOUR && period.every() == 1) {
            // Where the clock is put back by half an hour, an hour lasts longer.
            return calendar.floor(unit, edge + 3_600_000) > edge
                    ? calendar.floor(unit, edge + 3_600_000)
                    : edge + 3_600_000;
        }
        return calendar.plus(first, unit, (long) period.every() * count);
    }

    public int count() {
        return edges.length - 1;
    }

    /// First millisecond of a bucket.
    public long start(int bucket) {
        return edges[bucket];
    }

    /// First millisecond after it.
    public long end(int bucket) {
        return edges[bucket + 1];
    }

    /// The bucket of a time, -1 where it lies outside the range.
    public int index(long time) {
        if (!range.contains(time) || count() == 0) {
            return -1;
        }
        int found = Arrays.binarySearch(edges, time);
        return found >= 0 ? found : -found - 2;
    }

    /// The bucket of a time at or after that of an earlier one, whatever the range: [#count] for times behind the last
    /// bucket. For hot loops over times in order: buckets are about equally long, so that a guess is right or nearly so.
    ///
    /// @param bucket of an earlier time, or 0
    public int onward(int bucket, long time) {
        int last = edges.length - 1;
        if (bucket >= last || time < edges[bucket + 1]) {
            return bucket;
        }
        if (time >= edges[last]) {
            return last;
        }
        int at = Math.min((int) ((time - edges[0]) * perMilli), last - 1);
        while (time < edges[at]) {
            at--;
        }
        while (time >= edges[at + 1]) {
            at++;
        }
        return at;
    }

    /// Whether all buckets are equally long.
    public boolean areEven() {
        for (int bucket = 1; bucket < count(); bucket++) {
            if (end(bucket) - start(bucket) != end(0) - start(0)) {
                return false;
            }
        }
        return count() > 0;
    }

    /// The bucket of a time within even ones, without a branch. Half a millisecond keeps what is rounded away from the
    /// edges.
    public int evenIndex(long time) {
        return (int) ((time - first + 0.5) * perMilli);
    }

    /// Whether a part of the bucket lies outside the range or after `asOf`.
    public boolean isIncomplete(int bucket, long asOf) {
        return edges[bucket] < range.from()
                || edges[bucket + 1] > range.to()
                || edges[bucket + 1] - 1 > asOf;
    }

    public List<Interval> intervals(long asOf) {
        return IntStream.range(0, count())
                .mapToObj(i -> new Interval(edges[i], edges[i + 1], isIncomplete(i, asOf)))
                .toList();
    }

    /// Edges, one more than buckets.
    public long[] edges() {
        return edges.clone();
    }

    public TimeRange range() {
        return range;
    }
}
