package io.sojourn.ingest;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.command.CommandCodec;
import io.sojourn.ingest.enrich.Bots;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Geo;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.Tally;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One project's ingest over stores in memory: requests go in as log records, people come out.
final class PipelineKit {

    static final ProjectId PROJECT = new ProjectId(1);
    static final long NOON = 1_764_590_400_000L;

    private static final Enricher ENRICHER = new Enricher(Geo.NONE, Bots.load());

    private final ProjectStores stores = InMemoryJourneys.project();
    private ProjectIngest ingest = new ProjectIngest(stores, ENRICHER);
    private final List<LogRecord> log = new ArrayList<>();
    private long now = NOON;

    static Enricher enricher() {
        return ENRICHER;
    }

    /// Received time of what follows, in milliseconds after noon.
    PipelineKit at(long millis) {
        now = NOON + millis;
        return this;
    }

    /// A GET of `/track/<endpoint>?<query>`.
    PipelineKit get(String endpoint, String query) {
        return take(
                RequestKind.REQUEST,
                RawRequest.of(endpoint, query.getBytes(StandardCharsets.UTF_8), "", new byte[0])
                        .encode());
    }

    /// One line of a push.
    PipelineKit push(String line) {
        return take(
                RequestKind.PUSH,
                RawRequest.of("push", new byte[0], "", line.getBytes(StandardCharsets.UTF_8))
                        .encode());
    }

    /// A line of an import.
    PipelineKit imported(String line) {
        return take(
                RequestKind.IMPORT,
                RawRequest.of("", new byte[0], "", line.getBytes(StandardCharsets.UTF_8)).encode());
    }

    PipelineKit replay(byte[] payload, long entry) {
        RawRequest request = RawRequest.decode(payload).orElseThrow();
        return take(RequestKind.REQUEST, request.asReplayOf(entry).encode());
    }

    PipelineKit command(Command command) {
        return take(RequestKind.COMMAND, CommandCodec.encode(command));
    }

    PipelineKit settings(ProjectSettings settings) {
        return command(new Command.ChangeSettings(settings));
    }

    private PipelineKit take(RequestKind kind, byte[] payload) {
        LogRecord record = new LogRecord(log.size() + 1L, now, PROJECT, kind.code(), payload);
        log.add(record);
        ingest.take(record);
        return this;
    }

    PipelineKit commit() {
        if (ingest.uncommitted() > 0) {
            ingest.commit();
        }
        return this;
    }

    /// Forgets what is at hand, as a restart does.
    PipelineKit restart() {
        ingest = new ProjectIngest(stores, ENRICHER);
        return this;
    }

    List<LogRecord> log() {
        return log;
    }

    ProjectStores stores() {
        return stores;
    }

    Person person(String kind, String value) {
        long visitor = stores.people().owner(new Identifier(kind, value)).orElseThrow().number();
        return new Person(stores.people().person(visitor));
    }

    /// Newest first.
    List<Event> timeline(Person person) {
        return stores.events()
                .timeline(
                        new TimelineQuery(
                                person.visitorNumbers(),
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                1_000,
                                true));
    }

    long counted(String what) {
        long sum = 0;
        for (Map.Entry<Tally, Long> tally : stores.people().tallies().entrySet()) {
            sum += tally.getKey().what().equals(what) ? tally.getValue() : 0;
        }
        return sum;
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        stores.people()
                .tallies()
                .forEach((tally, count) -> counts.merge(tally.what(), count, Long::sum));
        return counts;
    }

    /// Everything in the stores, in an order of its own.
    static List<String> dump(ProjectStores stores) {
        List<String> lines = new ArrayList<>();
        stores.people().dump(lines::add);
        stores.events().forEachEvent(event -> lines.add(event.toString()));
        return lines;
    }

    /// The same records over new stores, committed after each of the given positions.
    static List<String> recomputed(List<LogRecord> log, java.util.Set<Long> commits) {
        ProjectStores stores = InMemoryJourneys.project();
        ProjectIngest ingest = new ProjectIngest(stores, ENRICHER);
        for (LogRecord record : log) {
            ingest.take(record);
            if (commits.contains(record.position())) {
                ingest.commit();
            }
        }
        if (ingest.uncommitted() > 0) {
            ingest.commit();
        }
        return dump(stores);
    }
}
