package io.sojourn.server;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.SchemaWork;
import io.sojourn.server.data.DataFolder;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.StoresFactory;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventStoreOptions;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a project's stores in its folder. The memory of the event stores is one budget, in equal shares: a store
/// opened while there are many projects gets less than one that is alone.
record EmbeddedStores(
        DataFolder data,
        Catalog catalog,
        long eventsMemoryBytes,
        Optional<JourneyIndexes> indexes,
        int seenRunIds,
        Faults faults)
        implements StoresFactory {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStores.class);
    private static final int SHARE_MEGABYTES_MIN = 32;

    /// From here on two questions may sort at the same time.
    private static final int SHARE_MEGABYTES_PLENTY = 128;

    @Override
    public ProjectStores open(ProjectId project) {
        Path folder = data.project(project);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw DataFolder.problem(
                    "folder %s cannot be made (%s)".formatted(folder, DataFolder.reason(e)));
        }
        SqlitePeopleStore people = SqlitePeopleStore.open(folder, seenRunIds, faults);
        try {
            DuckDbEventStore events = DuckDbEventStore.open(folder, options(), faults);
            try {
                complete(project, people, events);
                return EmbeddedProject.over(
                        people,
                        events,
                        indexes.map(all -> all.open(events, "project " + project)),
                        faults);
            } catch (RuntimeException e) {
                events.close();
                throw e;
            }
        } catch (RuntimeException e) {
            people.close();
            throw e;
        }
    }

    /// What a store of an older version does not tell of yet is read from what it holds, once.
    private static void complete(ProjectId project, SqlitePeopleStore people, EventStore events) {
        if (!people.schemaIsWhole()) {
            LOG.info("project {}: reading {} events for the schema", project, events.size());
            people.completeSchema(SchemaWork.ofStored(people, events));
            LOG.info("project {}: the schema is complete", project);
        }
    }

    private EventStoreOptions options() {
        int projects = Math.max(1, catalog.projects().size());
        int share = (int) Math.min(1 << 20, (eventsMemoryBytes >> 20) / projects);
        EventStoreOptions standard = EventStoreOptions.DEFAULT;
        return new EventStoreOptions(
                Math.max(SHARE_MEGABYTES_MIN, share),
                standard.threads(),
                standard.readersMax(),
                share < SHARE_MEGABYTES_PLENTY ? 1 : standard.snapshotsMax(),
                standard.foldChanges(),
                standard.foldsMax());
    }
}
