package io.sojourn.server;

import io.sojourn.ingest.Ingest;
import io.sojourn.server.metrics.Metrics;
import io.sojourn.store.OpenStores;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.log.FileEventLog;

/// Figures of log, ingest and stores, asked for at each scrape.
final class ServerGauges {

    private ServerGauges() {}

    static void register(
            Metrics metrics,
            FileEventLog log,
            Ingest ingest,
            OpenStores stores,
            JourneyIndexes indexes) {
        metrics.gauge("sojourn.log.end", "position of the newest durable record", log::end);
        metrics.gauge("sojourn.log.bytes", "log on disk", log::bytes);
        metrics.gauge("sojourn.log.queued.bytes", "records that wait for a sync", log::queuedBytes);
        metrics.counter("sojourn.log.commits", "syncs that made records durable", log::commits);
        metrics.gauge(
                "sojourn.log.disk.low",
                "1 = less than a tenth of the disk is free",
                () -> log.lowOnDisk() ? 1 : 0);
        metrics.gauge(
                "sojourn.ingest.applied",
                "position up to which the stores have everything",
                ingest::applied);
        metrics.gauge(
                "sojourn.ingest.lag.records",
                "durable records that the stores do not have",
                () -> ingest.status().lagRecords());
        metrics.gauge(
                "sojourn.ingest.lag.seconds",
                "age of the oldest of them",
                () -> ingest.status().lagMillis() / 1000.0);
        metrics.gauge(
                "sojourn.ingest.rate",
                "statements committed a second",
                () -> ingest.status().itemsPerSecond());
        metrics.counter(
                "sojourn.ingest.skipped", "records of projects that were deleted", ingest::skipped);
        metrics.gauge(
                "sojourn.ingest.stalled",
                "projects that are set aside",
                () -> ingest.status().stalled().size());
        metrics.gauge("sojourn.stores.open", "projects whose stores are open", stores::size);
        metrics.gauge(
                "sojourn.index.bytes", "memory of all journey indexes, about", indexes::bytes);
        metrics.gauge(
                "sojourn.index.building",
                "projects whose journey index is being built",
                () -> indexes.count(JourneyIndex.Phase.BUILDING));
        metrics.gauge(
                "sojourn.index.absent",
                "projects without a journey index, whose questions read the event store",
                () -> indexes.count(JourneyIndex.Phase.ABSENT));
    }
}
