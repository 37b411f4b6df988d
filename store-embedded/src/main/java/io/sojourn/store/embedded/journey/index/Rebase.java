package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// A base that holds the old one and some rows of the delta, and from where each of its rows came: stretches of rows
/// that were neighbours before. Reads nothing that changes, so it is made while commits and scans go on.
final class Rebase {

    private final Base old;
    private final Delta delta;
    private final BitSet gone;
    private final Map<Integer, int[]> moved = new HashMap<>();
    private int[] from = new int[1024];
    private int[] length = new int[1024];
    private int stretches;
    private int size;
    private final Base base;

    /// @param delta all of its rows go into the base
    /// @param gone visitors of whom nothing stays
    Rebase(Base old, Delta delta, BitSet gone) {
        this.old = old;
        this.delta = delta;
        this.gone = gone;
        this.base = make();
    }

    Base base() {
        return base;
    }

    private Base make() {
        int[] groups = delta.groups();
        int last = groups.length == 0 ? -1 : groups[groups.length - 1];
        int[] start = new int[Math.max(old.visitors(), last + 1) + 1];
        int group = 0;
        for (int visitor = 0; visitor + 1 < start.length; visitor++) {
            boolean added = group < groups.length && groups[group] == visitor;
            if (!gone.get(visitor)) {
                if (added) {
                    merge(visitor, group);
                } else {
                    add(old.from(visitor), old.to(visitor) - old.from(visitor));
                    int[] places = old.moved().get(visitor);
                    if (places != null) {
                        moved.put(visitor, places);
                    }
                }
            }
            group += added ? 1 : 0;
            start[visitor + 1] = size;
        }
        long least = old.size() == 0 ? Long.MAX_VALUE : old.leastTime();
        long greatest = old.size() == 0 ? Long.MIN_VALUE : old.greatestTime();
        int highest = old.kinds().highest();
        for (int row = 0; row < delta.count(); row++) {
            least = Math.min(least, delta.times()[row]);
            greatest = Math.max(greatest, delta.times()[row]);
            highest = Math.max(highest, delta.kinds()[row]);
        }
        PackedLongs times =
                size == 0
                        ? new PackedLongs(0, 0, 0)
                        : longs(old.times(), delta.times(), least, greatest);
        return new Base(
                start,
                codes(old.kinds(), delta.kinds(), highest),
                times,
                moved,
                old.zones().with(delta),
                delta.count() == 0 ? old.last() : delta.events()[delta.count() - 1],
                least,
                greatest);
    }

    private void add(int row, int count) {
        if (count == 0) {
            return;
        }
        size += count;
        if (stretches > 0 && from[stretches - 1] + length[stretches - 1] == row) {
            length[stretches - 1] += count;
            return;
        }
        if (stretches == from.length) {
            from = Arrays.copyOf(from, 2 * stretches);
            length = Arrays.copyOf(length, 2 * stretches);
        }
        from[stretches] = row;
        length[stretches++] = count;
    }

    /// What was there arrived before what is added, and comes first where times are equal.
    private void merge(int visitor, int group) {
        int left = old.from(visitor);
        int before = old.to(visitor) - left;
        int[] order = delta.order();
        int right = delta.groupStart()[group];
        int end = delta.groupStart()[group + 1];
        int[] added = Arrays.copyOfRange(order, right, end);
        Arrays.sort(added);
        int[] arrivals = arrivals(visitor, before);
        int[] places = new int[before + added.length];
        boolean inOrder = true;
        for (int place = 0; place < places.length; place++) {
            boolean takesOld =
                    left < old.to(visitor)
                            && (right == end
                                    || old.times().get(left) <= delta.times()[order[right]]);
            int arrival;
            if (takesOld) {
                arrival = arrivals[left - old.from(visitor)];
                add(left++, 1);
            } else {
                arrival = before + Arrays.binarySearch(added, order[right]);
                add(old.size() + order[right++], 1);
            }
            places[arrival] = place;
            inOrder &= arrival == place;
        }
        if (!inOrder) {
            moved.put(visitor, places);
        }
    }

    /// By place, the how manieth to arrive it was.
    private int[] arrivals(int visitor, int count) {
        int[] places = old.moved().get(visitor);
        int[] arrivals = new int[count];
        for (int i = 0; i < count; i++) {
            arrivals[places == null ? i : places[i]] = i;
        }
        return arrivals;
    }

    /// A column as the new base has it.
    ///
    /// @param added by row of the delta; may be shorter, 0 behind
    Codes codes(Codes codes, int[] added, int highest) {
        Codes rebased = new Codes(size, highest);
        int at = 0;
        for (int i = 0; i < stretches; i++) {
            int row = from[i];
            int count = length[i];
            int inOld = Math.clamp((long) old.size() - row, 0, count);
            if (inOld > 0) {
                codes.copyTo(rebased, at, row, inOld);
            }
            for (int k = inOld; k < count; k++) {
                int addedRow = row + k - old.size();
                rebased.set(at + k, addedRow < added.length ? added[addedRow] : 0);
            }
            at += count;
        }
        return rebased;
    }

    /// A column as the new base has it.
    ///
    /// @param least of all, old and added
    PackedLongs longs(PackedLongs numbers, long[] added, long least, long greatest) {
        PackedLongs rebased =
                numbers.size() > 0 && numbers.holds(least) && numbers.holds(greatest)
                        ? numbers.ofSize(size)
                        : new PackedLongs(size, least, greatest);
        int at = 0;
        for (int i = 0; i < stretches; i++) {
            int row = from[i];
            int count = length[i];
            int inOld = Math.clamp((long) old.size() - row, 0, count);
            if (inOld > 0) {
                numbers.copyTo(rebased, at, row, inOld);
            }
            for (int k = inOld; k < count; k++) {
                rebased.set(at + k, added[row + k - old.size()]);
            }
            at += count;
        }
        return rebased;
    }
}
