package io.sojourn.ingest;

/// What became of a command.
public sealed interface CommandOutcome {

    /// @param person number of the person it left behind, 0 where it was about none
    record Done(long person) implements CommandOutcome {}

    /// It no longer made sense when its turn came; nothing was changed.
    record Refused(String message) implements CommandOutcome {}
}
