package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.TimeRange;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One state of a project's events as a scan reads it; nothing in it changes.
///
/// Events have row numbers: those of the base first, then those of the delta by arrival.
///
/// @param gone visitors whose events are deleted
/// @param columns of scopes EVENT and VISIT; the latter hold the event's own value of the visit's property, and its
///     attribute of that key
/// @param visits what visits are cut from, where they are
/// @param numbers of the events, made when first asked for
record Version(
        Base base,
        Delta delta,
        Kinds kinds,
        BitSet gone,
        Map<Column, TextColumn.View> columns,
        Optional<VisitInputs> visits,
        Supplier<LongColumn.View> numbers) {

    /// @param timeout empty where no visit's length is taken as sent
    /// @param campaign empty where campaigns cut no visits
    record VisitInputs(
            LongColumn.View activeUntil,
            Optional<LongColumn.View> timeout,
            Optional<TextColumn.View> campaign) {}

    /// A range that all times lie in.
    TimeRange times() {
        long least = base.size() == 0 ? Long.MAX_VALUE : base.leastTime();
        long greatest = base.size() == 0 ? Long.MIN_VALUE : base.greatestTime();
        for (int row = 0; row < delta.count(); row++) {
            least = Math.min(least, delta.times()[row]);
            greatest = Math.max(greatest, delta.times()[row]);
        }
        return new TimeRange(least, greatest == Long.MAX_VALUE ? greatest : greatest + 1);
    }
}
