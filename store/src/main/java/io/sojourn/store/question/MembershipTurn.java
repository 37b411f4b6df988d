package io.sojourn.store.question;

import io.sojourn.journey.scan.PersonSet;
import java.util.List;

/// What one evaluation found out about segments, written as one.
///
/// @param position of ingest up to which memberships are right from now on
/// @param at of the evaluation, Unix milliseconds
/// @param forgotten persons who were deleted: what is recorded about them goes
public record MembershipTurn(
        long position, long at, List<Moves> moves, List<SegmentSize> sizes, PersonSet forgotten) {

    /// How one segment's membership changes.
    ///
    /// @param added who belong now and did not before
    /// @param removed who do not any more
    /// @param entered those added who are recorded to have entered: nobody enters by an edit or a merge
    /// @param left those removed who are recorded to have left
    public record Moves(
            long segment, PersonSet added, PersonSet removed, PersonSet entered, PersonSet left) {}

    public MembershipTurn {
        moves = List.copyOf(moves);
        sizes = List.copyOf(sizes);
    }
}
