package io.sojourn.journey.funnel;

import io.sojourn.journey.Group;
import java.util.OptionalInt;

/// The place of one number of people in a result.
///
/// @param interval its place among the intervals, empty = the whole range
/// @param step counted from 1; of no meaning for [Kind#EXCLUDED]
public record FunnelCell(Group group, OptionalInt interval, int step, Kind kind) {

    public enum Kind {
        REACHED,
        OPEN,
        DROPPED,
        EXCLUDED
    }
}
