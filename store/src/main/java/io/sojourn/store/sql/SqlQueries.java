package io.sojourn.store.sql;

/// Answers SQL about one project: exactly one SELECT over the views `events`, `people` and `visits`, with merges and
/// changes resolved. Whatever else a statement asks for is refused before anything runs.
public interface SqlQueries {

    /// One query of a project runs at a time; another waits.
    ///
    /// @return what was given to the rows
    /// @throws io.sojourn.core.problem.ProblemException when the text is not one allowed SELECT, takes too long or needs
    ///     too much
    SqlOutcome run(SqlQuery query, SqlRows rows);
}
