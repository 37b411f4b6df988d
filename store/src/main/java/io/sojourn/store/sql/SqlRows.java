package io.sojourn.store.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Takes an answer, row by row.
public interface SqlRows {

    /// Once, before the first row.
    void columns(List<SqlColumn> columns);

    /// A value per column: a number, a boolean, a text or null. Whole numbers that a double cannot hold are texts, times
    /// are ISO-8601.
    void row(List<JsonNode> values);
}
