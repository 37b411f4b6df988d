package io.sojourn.store.embedded.catalog;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The one connection that writes the catalog, lent to one change at a time, each a transaction. A change that fails
/// is undone, and what is held in memory is read anew.
final class CatalogWriter {

    /// @param <T> what comes out
    @FunctionalInterface
    interface Change<T> {
        T apply(Session session) throws SQLException;
    }

    @FunctionalInterface
    interface Load {
        void load(Session session) throws SQLException;
    }

    private final SqliteFile file;
    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Load> loads = new ArrayList<>();

    CatalogWriter(SqliteFile file, Session session) {
        this.file = file;
        this.session = session;
    }

    /// Reads something into memory, now and after every change that fails.
    void keep(Load load) throws SQLException {
        loads.add(load);
        load.load(session);
    }

    /// On disk on return.
    <T> T durably(Change<T> change) {
        return change("FULL", change);
    }

    /// Survives the end of the process, and reaches the disk with the next other change.
    <T> T lazily(Change<T> change) {
        return change("NORMAL", change);
    }

    private <T> T change(String synchronous, Change<T> change) {
        lock.lock();
        try {
            session.run("PRAGMA synchronous = " + synchronous);
            session.begin();
            boolean committed = false;
            try {
                T result = change.apply(session);
                session.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    undo();
                }
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private void undo() throws SQLException {
        session.rollbackIfOpen();
        for (Load load : loads) {
            load.load(session);
        }
    }

    void close() {
        lock.lock();
        try {
            session.close();
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }
}
