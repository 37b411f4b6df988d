package io.sojourn.journey.trend;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import java.util.List;

/// The accumulator of a trend: the events of each series are picked out of a batch, then measured.
final class TrendFold {

    private final TrendPlan plan;
    private final GroupIndex groups;
    private final int groupsMax;
    private final List<Meter> meters;
    private final Selection selection = new Selection();
    private int groupsRoom;
    private boolean overflown;

    TrendFold(TrendPlan plan, GroupIndex groups, int groupsMax, List<Meter> meters) {
        this.plan = plan;
        this.groups = groups;
        this.groupsMax = groupsMax;
        this.meters = List.copyOf(meters);
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
        for (int series = 0; series < plan.bits.length; series++) {
            selection.fill(batch, plan.bits[series], plan.buckets, groups);
            makeRoom();
            if (overflown) {
                return;
            }
            meters.get(series).add(batch, selection);
        }
        selection.next();
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
        double[] size = new double[groups.count()];
        for (int group = 0; group < size.length; group++) {
            for (Meter meter : meters) {
                size[group] += meter.total(group).orElse(0);
            }
        }
        return groups.ranked(size);
    }
}
