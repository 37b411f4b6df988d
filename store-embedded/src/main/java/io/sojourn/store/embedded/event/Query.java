package io.sojourn.store.embedded.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// SQL text with its bindings.
final class Query {

    /// Up to so many values an IN list is a filter of the scan; more are joined.
    private static final int LISTED_MAX = 200;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> bindings = new ArrayList<>();

    Query(String text) {
        this.text.append(text);
    }

    Query add(String more, Object... values) {
        text.append(' ').append(more);
        bindings.addAll(List.of(values));
        return this;
    }

    /// Another one, with its bindings.
    Query add(Query more) {
        text.append(' ').append(more.text);
        bindings.addAll(more.bindings);
        return this;
    }

    /// @param column is one of the values
    Query in(String column, Collection<Long> values) {
        text.append(' ').append(column).append(" IN ");
        if (values.isEmpty()) {
            text.append("(NULL)");
        } else if (values.size() <= LISTED_MAX) {
            text.append("(?").append(", ?".repeat(values.size() - 1)).append(')');
            bindings.addAll(values);
        } else {
            text.append("(SELECT unnest(?::BIGINT[]))");
            bindings.add(values.toArray());
        }
        return this;
    }

    /// @param texts as they are outside the store; a few
    Query inTexts(String column, Collection<String> texts) {
        text.append(' ').append(column).append(" IN (?");
        text.append(", ?".repeat(texts.size() - 1)).append(')');
        texts.forEach(each -> bindings.add(StoredText.store(each)));
        return this;
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        try {
            for (int i = 0; i < bindings.size(); i++) {
                Object value = bindings.get(i);
                statement.setObject(
                        i + 1,
                        value instanceof Object[] array
                                ? connection.createArrayOf("BIGINT", array)
                                : value);
            }
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return statement;
    }

    long number(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection);
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    long update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return statement.executeLargeUpdate();
        }
    }
}
