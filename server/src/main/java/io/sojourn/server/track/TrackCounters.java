package io.sojourn.server.track;

/// Counts statements by what became of them at admission. Called from event loops and the log's threads.
@FunctionalInterface
public interface TrackCounters {

    /// What is in the log.
    String ACCEPTED = "accepted";

    /// @param outcome [#ACCEPTED] or a reason of refusal; a small closed set, fit for a metric label
    /// @param statements at least 1
    void count(String outcome, long statements);
}
