package io.sojourn.store.question;

/// A question that somebody kept, to be asked again.
///
/// @param number never used again
public record StoredReport(long number, Draft draft, Stamp created, Stamp changed) {

    /// @param kind of the question
    /// @param definition JSON
    public record Draft(String name, String description, String kind, String definition) {}
}
