package io.sojourn.server;

import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.IngestStatus;
import io.sojourn.server.health.Health;
import io.sojourn.server.health.Health.Check;
import io.sojourn.store.embedded.log.FileEventLog;
import java.time.Duration;
import java.util.List;

/// What has to hold for the server to be ready: the log takes records, no project is set aside, ingest keeps up.
final class ServerHealth {
    static final Duration LAG_MAX = Duration.ofMinutes(1);

    private ServerHealth() {}

    static Health of(FileEventLog log, Ingest ingest) {
        return new Health(
                () -> {
                    IngestStatus status = ingest.status();
                    return List.of(log(log), stores(status), ingest(status));
                });
    }

    private static Check log(FileEventLog log) {
        String stopped = log.stopped();
        String low = log.lowOnDisk() ? ", less than a tenth of the disk is free" : "";
        return stopped.isEmpty()
                ? new Check("log", true, "ends at " + log.end() + low)
                : new Check("log", false, stopped);
    }

    private static Check stores(IngestStatus status) {
        return status.stalled().isEmpty()
                ? new Check("stores", true, "all in order")
                : new Check("stores", false, "set aside: projects " + status.stalled().keySet());
    }

    private static Check ingest(IngestStatus status) {
        return new Check(
                "ingest",
                status.running() && status.lagMillis() <= LAG_MAX.toMillis(),
                status.running()
                        ? "%d records behind, %d ms"
                                .formatted(status.lagRecords(), status.lagMillis())
                        : "stopped; its last log line says why");
    }
}
