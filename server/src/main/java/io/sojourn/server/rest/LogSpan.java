package io.sojourn.server.rest;

/// What part of the log is asked for.
///
/// @param byStart whether visits are chosen by when they began, rather than by when they became final
/// @param from Unix milliseconds, inclusive
/// @param to exclusive
/// @param after only lines whose `pos` is greater
record LogSpan(boolean byStart, long from, long to, long after) {

    static LogSpan file(long from, long to, long after) {
        return new LogSpan(true, from, to, after);
    }

    static LogSpan since(long cursor, long now) {
        return new LogSpan(false, cursor, now, 0);
    }

    boolean contains(long time) {
        return time >= from && time < to;
    }
}
