package io.sojourn.store.embedded.event;

/// Visitors whose person has another number than they have themselves.
public interface Renumbering {

    /// Takes a visitor and its person.
    @FunctionalInterface
    interface Consumer {
        void accept(long visitor, long person) throws java.sql.SQLException;
    }

    void forEach(Consumer consumer) throws java.sql.SQLException;
}
