package io.sojourn.store.embedded.sqlite;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Connections that read, opened as threads need them; a few stay open for the next.
public final class Readers implements AutoCloseable {

    private static final int IDLE_MAX = 3;
    private static final int CACHE_KIB = 1_024;

    private final SqliteFile file;
    private final Deque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    public Readers(SqliteFile file) {
        this.file = file;
    }

    /// @param <T> what comes out
    @FunctionalInterface
    public interface Reading<T> {
        T read(Session session) throws SQLException;
    }

    /// Reads one snapshot; it does not change while the reading goes on.
    public <T> T read(Reading<T> reading) {
        Session session = take();
        try {
            session.beginRead();
            try {
                return reading.read(session);
            } finally {
                session.rollback();
                giveBack(session);
            }
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    private Session take() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException(file.file() + " is closed");
            }
            Session session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        return file.openReader(CACHE_KIB);
    }

    private void giveBack(Session session) throws SQLException {
        synchronized (idle) {
            if (!closed && idle.size() < IDLE_MAX) {
                idle.push(session);
                return;
            }
        }
        session.close();
    }

    @Override
    public void close() {
        try {
            synchronized (idle) {
                closed = true;
                while (!idle.isEmpty()) {
                    idle.pop().close();
                }
            }
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }
}
