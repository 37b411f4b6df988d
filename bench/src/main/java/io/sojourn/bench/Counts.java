package io.sojourn.bench;

/// Statements by what the stores make of them.
///
/// @param events each is a new row
/// @param duplicates repeat an event that was acknowledged before
record Counts(long events, long duplicates, long updates, long identifies) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(
                events + more.events,
                duplicates + more.duplicates,
                updates + more.updates,
                identifies + more.identifies);
    }

    long statements() {
        return events + duplicates + updates + identifies;
    }
}
