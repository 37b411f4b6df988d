package io.sojourn.store.question;

/// A segment as its authors keep it. What a criterion means is none of the store's business.
///
/// @param number never used again, also not after the segment is gone
/// @param edition counts the changes of what it means, from 1; name and description mean nothing
public record StoredSegment(long number, Draft draft, long edition, Stamp created, Stamp changed) {

    public static final int NAME_CHARS_MAX = 200;
    public static final int DESCRIPTION_CHARS_MAX = 2_000;

    public enum Kind {
        /// Whoever meets a criterion.
        RULE,
        /// Whoever is listed.
        LIST
    }

    /// What authors say.
    ///
    /// @param name unique among a project's segments
    /// @param criterion JSON; empty for a list
    public record Draft(String name, String description, Kind kind, String criterion) {}
}
