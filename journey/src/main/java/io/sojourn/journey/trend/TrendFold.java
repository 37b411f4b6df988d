package io.sojourn.journey.trend;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import java.util.List;
import java.util.Optional;

/// The accumulator of a trend: the events of each series are picked out of a batch, then measured.
final class TrendFold {

    private final TrendPlan plan;
    private final GroupIndex groups;
    private final int groupsMax;
    private final List<Meter> meters;
    private final Selection selection = new Selection();
    private final Optional<UniqueMeter> evenPeople;
    private int groupsRoom;
    private boolean overflown;

    TrendFold(TrendPlan plan, GroupIndex groups, int groupsMax, List<Meter> meters) {
        this.plan = plan;
        this.groups = groups;
        this.groupsMax = groupsMax;
        this.meters = List.copyOf(meters);
        this.evenPeople =
                meters.size() == 1
                                && meters.getFirst() instanceof UniqueMeter unique
                                && !unique.isOfVisits()
                                && plan.buckets.areEven()
                                && (groups.isOfPersons()
                                        || plan.trend.breakdown().columns().size() == 1)
                        ? Optional.of(unique)
                        : Optional.empty();
        makeRoom();
    }

    GroupIndex groups() {
        return groups;
    }

    List<Meter> meters() {
        return meters;
    }

    boolean isOverflown() {
        return overflown;
    }

    void fold(JourneyBatch batch) {
        if (overflown || batch.rows() == 0) {
            return;
        }
        groups.bind(batch);
        if (evenPeople.isPresent()) {
            evenPeople.get().addAll(batch, selection, plan.buckets, groups, this::hasRoom);
            selection.next(batch);
            return;
        }
        for (int series = 0; series < plan.bits.length; series++) {
            selection.fill(batch, plan.bits[series], plan.buckets, groups);
            makeRoom();
            if (overflown) {
                return;
            }
            meters.get(series).add(batch, selection);
        }
        selection.next(batch);
    }

    private boolean hasRoom() {
        makeRoom();
        return !overflown;
    }

    private void makeRoom() {
        if (groups.count() > groupsMax) {
            overflown = true;
        } else if (groups.count() > groupsRoom) {
            int room = Math.max(groups.count(), Math.min(groupsMax, 2 * groupsRoom));
            groupsRoom = room;
            meters.forEach(meter -> meter.grow(room));
        }
    }

    void merge(TrendFold other) {
        overflown |= other.overflown;
        if (overflown) {
            return;
        }
        int[] here = groups.numbersOf(other.groups);
        makeRoom();
        if (overflown) {
            return;
        }
        for (int series = 0; series < meters.size(); series++) {
            meters.get(series).merge(other.meters.get(series), here);
        }
    }

    /// Numbers of groups by the sum of their totals, largest first, the rest last.
    List<Integer> ranked() {
        return ranked(Integer.MAX_VALUE);
    }

    /// The first ones of [#ranked()].
    List<Integer> ranked(int most) {
        double[] size = new double[groups.count()];
        for (int group = 0; group < size.length; group++) {
            for (Meter meter : meters) {
                size[group] += meter.total(group).orElse(0);
            }
        }
        return groups.ranked(size, most);
    }
}
