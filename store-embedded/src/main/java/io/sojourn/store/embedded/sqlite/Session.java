package io.sojourn.store.embedded.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// One SQLite connection with the statements prepared on it. One thread at a time.
public final class Session implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /// The statement for a text, prepared at its first use. Its result is read before it is used again.
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /// @param bindings `Long`, `Integer`, `String` or `byte[]`
    public PreparedStatement bind(String sql, Object... bindings) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < bindings.length; i++) {
            switch (bindings[i]) {
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                default -> throw new IllegalArgumentException("binding " + bindings[i]);
            }
        }
        return statement;
    }

    /// @return number of rows changed
    public int update(String sql, Object... bindings) throws SQLException {
        return bind(sql, bindings).executeUpdate();
    }

    /// The first column of the first row, 0 where there is none.
    public long number(String sql, Object... bindings) throws SQLException {
        try (ResultSet rows = bind(sql, bindings).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Begins a transaction that writes.
    public void begin() throws SQLException {
        prepare("BEGIN IMMEDIATE").execute();
    }

    /// Begins one that reads: all its reads see the state at the first of them.
    public void beginRead() throws SQLException {
        prepare("BEGIN").execute();
    }

    public void commit() throws SQLException {
        prepare("COMMIT").execute();
    }

    public void rollback() throws SQLException {
        prepare("ROLLBACK").execute();
    }

    /// After a failure: SQLite may have rolled back by itself, as it does when the disk is full.
    public void rollbackIfOpen() throws SQLException {
        try {
            rollback();
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    /// Runs a statement that is not kept.
    public void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        connection.close();
    }
}
