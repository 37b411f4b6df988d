package io.sojourn.core.event;

/// Marks of an event, kept as bits of one integer.
public enum EventFlag {
    /// The visitor's user agent matches a bot pattern; left out of reports by default, reversible.
    BOT,
    /// Never opens or extends a visit.
    STANDALONE,
    /// The sent time lay more than an hour after receipt; the received time is used.
    TIME_CLAMPED,
    /// The person was inferred from a cookie that had changed hands.
    INFERRED;

    public int bit() {
        return 1 << ordinal();
    }

    public boolean in(int flags) {
        return (flags & bit()) != 0;
    }
}
