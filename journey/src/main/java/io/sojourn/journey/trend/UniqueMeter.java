package io.sojourn.journey.trend;

import io.sojourn.core.visit.Visits;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Buckets;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/// Counts different people, or different visits. Each cell remembers who was counted last: events come person by
/// person, and visits of a person one after the other.
final class UniqueMeter implements Meter {

    private final int width;
    private final boolean ofVisits;
    private final Memory memory;
    private long[] count = new long[0];
    private int[] last = new int[0];
    private long[] totalCount = new long[0];
    private int[] totalLast = new int[0];
    private int visits;

    private UniqueMeter(int width, boolean ofVisits, Memory memory) {
        this.width = width;
        this.ofVisits = ofVisits;
        this.memory = memory;
    }

    static UniqueMeter ofPeople(int width, Memory memory) {
        return new UniqueMeter(width, false, memory);
    }

    static UniqueMeter ofVisits(int width, Memory memory) {
        return new UniqueMeter(width, true, memory);
    }

    @Override
    public void grow(int groups) {
        memory.take(12L * (groups * width - count.length + groups - totalCount.length));
        count = Arrays.copyOf(count, groups * width);
        last = Arrays.copyOf(last, groups * width);
        totalCount = Arrays.copyOf(totalCount, groups);
        totalLast = Arrays.copyOf(totalLast, groups);
    }

    @Override
    public void add(JourneyBatch batch, Selection events) {
        if (ofVisits) {
            addVisits(batch.visit(), events);
            return;
        }
        int[] cell = events.cell;
        for (int person = 0; person < events.people; person++) {
            int serial = events.serial(person);
            for (int i = events.start[person]; i < events.start[person + 1]; i++) {
                add(cell[i], events.group[i], serial);
            }
        }
    }

    boolean isOfVisits() {
        return ofVisits;
    }

    /// The same for a batch all of whose events count, in even intervals: what daily active people are asked with. Reads
    /// the batch itself and has no branch per event.
    ///
    /// @param events numbers its persons
    /// @param room makes room for a group that is new, false = there are too many
    void addAll(
            JourneyBatch batch,
            Selection events,
            Buckets buckets,
            GroupIndex groups,
            BooleanSupplier room) {
        for (int person = 0; person < batch.people(); person++) {
            int from = batch.start()[person];
            int to = batch.start()[person + 1];
            int serial = events.serial(person);
            if (from < to && groups.isOfPersons()) {
                int group = groups.of(person, from);
                if (!room.getAsBoolean()) {
                    return;
                }
                addAll(batch.time(), from, to, group, serial, buckets);
            } else if (!addAll(batch, person, serial, buckets, groups, room)) {
                return;
            }
        }
    }

    private void addAll(long[] time, int from, int to, int group, int serial, Buckets buckets) {
        int base = group * width;
        for (int row = from; row < to; row++) {
            int cell = base + buckets.evenIndex(time[row]);
            count[cell] += last[cell] == serial ? 0 : 1;
            last[cell] = serial;
        }
        totalCount[group]++;
    }

    /// @return false where there are too many groups
    private boolean addAll(
            JourneyBatch batch,
            int person,
            int serial,
            Buckets buckets,
            GroupIndex groups,
            BooleanSupplier room) {
        long[] time = batch.time();
        int[] codes = groups.eventCodes();
        int[] known = groups.numbersByCode();
        int end = batch.start()[person + 1];
        long near = 0;
        for (int row = batch.start()[person]; row < end; row++) {
            int code = codes[row];
            int group = (code < known.length ? known[code] : 0) - 1;
            if (group < 0) {
                group = groups.of(person, row);
                known = groups.numbersByCode();
                if (!room.getAsBoolean()) {
                    return false;
                }
            }
            int cell = group * width + buckets.evenIndex(time[row]);
            count[cell] += last[cell] == serial ? 0 : 1;
            last[cell] = serial;
            if (group < Long.SIZE) {
                near |= 1L << group;
            } else {
                totalCount[group] += totalLast[group] == serial ? 0 : 1;
                totalLast[group] = serial;
            }
        }
        // Most breakdowns have few groups: which of them a person was in is one word.
        for (; near != 0; near &= near - 1) {
            totalCount[Long.numberOfTrailingZeros(near)]++;
        }
        return true;
    }

    private void addVisits(int[] visit, Selection events) {
        for (int person = 0; person < events.people; person++) {
            int ordinal = Visits.NONE;
            for (int i = events.start[person]; i < events.start[person + 1]; i++) {
                for (int row = events.from[i]; row < events.to[i]; row++) {
                    if (visit[row] == Visits.NONE) {
                        continue;
                    }
                    visits += visit[row] == ordinal ? 0 : 1;
                    ordinal = visit[row];
                    add(events.cell[i], events.group[i], visits);
                }
            }
        }
    }

    /// Without branches, which would be taken at random where people change between groups.
    private void add(int cell, int group, int one) {
        count[cell] += last[cell] == one ? 0 : 1;
        last[cell] = one;
        totalCount[group] += totalLast[group] == one ? 0 : 1;
        totalLast[group] = one;
    }

    @Override
    public void merge(Meter other, int[] here) {
        UniqueMeter theirs = (UniqueMeter) other;
        for (int i = 0; i < here.length * width; i++) {
            count[here[i / width] * width + i % width] += theirs.count[i];
        }
        for (int group = 0; group < here.length; group++) {
            totalCount[here[group]] += theirs.totalCount[group];
        }
    }

    long count(int group, int bucket) {
        return count[group * width + bucket];
    }

    long count(int group) {
        return totalCount[group];
    }

    @Override
    public OptionalDouble value(int group, int bucket) {
        return OptionalDouble.of((double) count(group, bucket));
    }

    @Override
    public OptionalDouble total(int group) {
        return OptionalDouble.of((double) count(group));
    }
}
