package io.sojourn.server;

import io.sojourn.server.api.Remains;
import io.sojourn.server.backup.KnownBackups;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.embedded.log.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a data folder keeps of a deleted person, by its settings.
///
/// @param data the data folder
record DataRemains(LogSettings log, Path data) implements Remains {

    /// Segments go whole: the last record of one is at most a day younger than its first.
    @Override
    public Optional<Long> logGoneBy(long time) {
        return switch (log.retention()) {
            case Retention.Days(int days) -> Optional.of(time + (1L + days) * Retention.DAY_MILLIS);
            case Retention.All() -> Optional.empty();
        };
    }

    @Override
    public List<String> backups() {
        return new KnownBackups(data).folders();
    }
}
