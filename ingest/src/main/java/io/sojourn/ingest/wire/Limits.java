package io.sojourn.ingest.wire;

/// How much one request may hold. Enforced where requests are admitted, never when the log is read:
/// a record that was acknowledged under other limits keeps its meaning.
///
/// @param urlBytesMax of the request target
/// @param bodyBytesMax as sent and again after inflating
/// @param propertiesMax of one statement, person, event, visit and organisation together
/// @param keyCharsMax of a property key, in Unicode characters
/// @param valueBytesMax of a value, an event name or any other parameter, in UTF-8
/// @param batchItemsMax of one native batch
public record Limits(
        int urlBytesMax,
        int bodyBytesMax,
        int propertiesMax,
        int keyCharsMax,
        int valueBytesMax,
        int batchItemsMax) {

    public static final Limits DEFAULT = new Limits(16 << 10, 5 << 20, 256, 200, 8 << 10, 1_000);

    static final Limits NONE =
            new Limits(
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Integer.MAX_VALUE);

    public Limits {
        if (urlBytesMax < 1
                || bodyBytesMax < 1
                || propertiesMax < 1
                || keyCharsMax < 1
                || valueBytesMax < 1
                || batchItemsMax < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
