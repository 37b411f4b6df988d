package io.sojourn.server.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.enrich.Bots;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Geo;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.journey.Context;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.SegmentAnalysis;
import io.sojourn.server.access.TestClock;
import io.sojourn.server.question.QuestionLimits;
import io.sojourn.server.question.Running;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.journey.Journeys;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import io.sojourn.store.question.MembershipChange;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredSegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// One project in memory, its ingest, and whoever keeps its segments up.
final class SegmentKit implements AutoCloseable {

    static final ProjectId PROJECT = new ProjectId(1);
    static final int TURNS = 2;
    private static final int QUESTION_BYTES = 1 << 20;
    static final Stamp ANN = new Stamp("ann@shop.example", 1_000);

    private static final Enricher ENRICHER = new Enricher(Geo.NONE, Bots.load());

    final TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});
    final ProjectStores stores = watched(InMemoryJourneys.project());
    final InMemoryCatalog catalog = new InMemoryCatalog();
    private final InMemoryEventLog log = InMemoryEventLog.keeping();
    final OpenStores open = new OpenStores(project -> stores, clock);
    private final Runner runner = new Runner(1);

    /// What evaluations take turns with.
    final Running running =
            new Running(new QuestionLimits(Duration.ofMinutes(1), QUESTION_BYTES, TURNS));

    private Segments segments =
            new Segments(catalog, open, runner, running, clock, project -> false);
    private Ingest ingest = new Ingest(log, catalog, open, ENRICHER, clock, segments);

    SegmentKit() {
        catalog.createProject("shop.example");
        segments.start();
        ingest.start();
    }

    Segments segments() {
        return segments;
    }

    private ProjectStores watched(ProjectStores project) {
        Journeys journeys = project.journeys();
        return new ProjectStores(
                project.people(),
                project.events(),
                new Journeys() {
                    @Override
                    public OpenScan open(JourneyScan scan) {
                        before.getAndSet(() -> {}).run();
                        return journeys.open(scan);
                    }

                    @Override
                    public void close() {
                        journeys.close();
                    }
                },
                project.questions(),
                project.sql());
    }

    /// Runs something in the next scan, before it opens.
    void inNextScan(Runnable work) {
        before.set(work);
    }

    /// Nobody keeps the segments up from here to [#begin].
    void end() {
        ingest.close();
        segments.close();
    }

    void begin() {
        segments = new Segments(catalog, open, runner, running, clock, project -> true);
        ingest = new Ingest(log, catalog, open, ENRICHER, clock, segments);
        segments.start();
        ingest.start();
    }

    /// Ingest alone, which nobody listens to.
    void applyUnheard(String query) throws Exception {
        try (Ingest alone = new Ingest(log, catalog, open, ENRICHER, clock)) {
            alone.start();
            append("ce", query);
            assertThat(alone.awaitApplied(log.end(), Duration.ofSeconds(30))).isTrue();
        }
    }

    void deleteUnheard(long person) throws Exception {
        try (Ingest alone = new Ingest(log, catalog, open, ENRICHER, clock)) {
            alone.start();
            alone.execute(PROJECT, new Command.Delete(person), Duration.ofSeconds(30));
        }
    }

    // --- what happens

    /// A tracking request, in the stores on return.
    void track(String query) throws Exception {
        append("ce", query);
        assertThat(ingest.awaitApplied(log.end(), Duration.ofSeconds(30))).isTrue();
    }

    private void append(String endpoint, String query) throws Exception {
        CompletableFuture<Long> durable = new CompletableFuture<>();
        log.append(
                PROJECT,
                clock.millis(),
                RequestKind.REQUEST.code(),
                RawRequest.of(
                                endpoint,
                                ("host=shop.example&" + query).getBytes(StandardCharsets.UTF_8),
                                "",
                                new byte[0])
                        .encode(),
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        durable.complete(position);
                    }

                    @Override
                    public void refused(Code code, String message) {
                        durable.completeExceptionally(new IllegalStateException(message));
                    }
                });
        durable.get(30, TimeUnit.SECONDS);
    }

    void execute(Command command) throws Exception {
        ingest.execute(PROJECT, command, Duration.ofSeconds(30));
    }

    void settings(ProjectSettings settings) throws Exception {
        execute(new Command.ChangeSettings(settings));
    }

    long person(String kind, String value) {
        return stores.people().owner(new Identifier(kind, value)).orElseThrow().person();
    }

    // --- segments

    /// @param criterion JSON, with ' for "
    long segment(String name, String criterion) {
        long number =
                stores.questions()
                        .createSegment(
                                new StoredSegment.Draft(
                                        name,
                                        "",
                                        StoredSegment.Kind.RULE,
                                        criterion.replace('\'', '"')),
                                ANN)
                        .number();
        segments.edited(PROJECT, stores);
        return number;
    }

    void edit(long number, String criterion) {
        StoredSegment.Draft draft = stores.questions().segment(number).orElseThrow().draft();
        stores.questions()
                .changeSegment(
                        number,
                        new StoredSegment.Draft(
                                draft.name(),
                                draft.description(),
                                draft.kind(),
                                criterion.replace('\'', '"')),
                        true,
                        ANN);
        segments.edited(PROJECT, stores);
    }

    long list(String name, long... visitors) {
        long number =
                stores.questions()
                        .createSegment(
                                new StoredSegment.Draft(name, "", StoredSegment.Kind.LIST, ""), ANN)
                        .number();
        stores.questions().setList(number, PersonSet.of(visitors), ANN);
        segments.edited(PROJECT, stores);
        return number;
    }

    PersonSet members(long segment) {
        return segments.members(PROJECT, stores, segment);
    }

    void awaitMembers(long segment, long... persons) {
        await(
                "members of " + segment + " are " + PersonSet.of(persons),
                () -> members(segment).equals(PersonSet.of(persons)));
        assertThat(members(segment)).isEqualTo(stored(segment)).isEqualTo(evaluated(segment));
    }

    /// What is kept is what the question finds.
    void awaitSettled(long segment, String replay) {
        await(
                replay + ": segment " + segment + " is settled",
                () -> members(segment).equals(evaluated(segment)));
        assertThat(stored(segment)).as(replay).isEqualTo(members(segment));
    }

    private PersonSet stored(long segment) {
        return stores.questions().members().getOrDefault(segment, PersonSet.EMPTY);
    }

    /// The question asked anew.
    private PersonSet evaluated(long segment) {
        ProjectSettings settings = stores.people().settings();
        return runner.run(
                        stores.journeys(),
                        new SegmentAnalysis(
                                new Context(
                                        clock.millis(),
                                        StoredCriteria.calendar(settings),
                                        new VisitCut(settings.visits(), settings.zone()),
                                        Optional.empty(),
                                        false),
                                segments.definitions(PROJECT, stores),
                                new Criterion.Member(segment)),
                        Stop.never())
                .result();
    }

    /// `+1 -1`: who entered and left, in order.
    String changes(long segment) {
        StringBuilder text = new StringBuilder();
        List<MembershipChange> changes =
                stores.questions().changes(OptionalLong.of(segment), 0, 1_000);
        for (MembershipChange change : changes) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(change.entered() ? '+' : '-')
                    .append(change.person());
        }
        return text.toString();
    }

    static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        end();
        runner.close();
        open.close();
    }
}
