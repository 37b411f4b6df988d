package io.sojourn.store.embedded.event;

/// What one project's event store may use.
///
/// @param memoryMegabytes DuckDB's buffers and working memory; beyond it spills into the project's folder
/// @param threads of one statement
/// @param readersMax reads at the same time; one more waits
/// @param snapshotsMax questions that read at the same time beside them; one more waits
/// @param foldChanges changes that one transaction of compaction folds; more where one event has more
/// @param foldsMax transactions of one call of compaction; what is left waits for the next
public record EventStoreOptions(
        int memoryMegabytes,
        int threads,
        int readersMax,
        int snapshotsMax,
        int foldChanges,
        int foldsMax) {

    public static final EventStoreOptions DEFAULT = new EventStoreOptions(256, 2, 4, 2, 2048, 64);

    public EventStoreOptions {
        require(memoryMegabytes >= 32, "memoryMegabytes", memoryMegabytes);
        require(threads >= 1, "threads", threads);
        require(readersMax >= 1, "readersMax", readersMax);
        require(snapshotsMax >= 1, "snapshotsMax", snapshotsMax);
        require(foldChanges >= 1, "foldChanges", foldChanges);
        require(foldsMax >= 1, "foldsMax", foldsMax);
    }

    private static void require(boolean met, String field, int value) {
        if (!met) {
            throw new IllegalArgumentException(field + " is too small: " + value);
        }
    }
}
