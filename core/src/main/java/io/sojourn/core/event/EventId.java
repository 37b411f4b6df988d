package io.sojourn.core.event;

/// The 64-bit number of an event: the position of its log record and its item within that record.
/// Ordering by number is ordering by arrival.
public final class EventId {

    /// Items that one log record may hold.
    public static final int ITEMS_MAX = 1024;

    private static final int ITEM_BITS = 10;

    private EventId() {}

    public static long of(long position, int item) {
        if (item < 0 || item >= ITEMS_MAX || position < 0) {
            throw new IllegalArgumentException(
                    "no event at position " + position + ", item " + item);
        }
        return position << ITEM_BITS | item;
    }

    public static long position(long event) {
        return event >>> ITEM_BITS;
    }
}
