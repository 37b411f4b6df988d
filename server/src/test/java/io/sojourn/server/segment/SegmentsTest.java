package io.sojourn.server.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.command.Command;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Handler;
import io.sojourn.server.http.Origin;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Rights;
import io.sojourn.store.question.MembershipTurn;
import io.sojourn.store.question.SegmentSize;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SegmentsTest {

    private static final String BUYERS = "{'did':{'event':'buy'}}";
    private static final String BOUGHT_TODAY =
            "{'did':{'event':'buy'},'timeframe':{'last':1,'unit':'day'}}";

    private final SegmentKit kit = new SegmentKit();

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void whoeverComesToMeetItEnters() throws Exception {
        kit.track("event=home&cv_id=ann");
        long buyers = kit.segment("buyers", BUYERS);
        long others = kit.segment("others", "{'not':{'segment':'" + buyers + "'}}");
        kit.awaitMembers(others, 1);
        kit.track("event=buy&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        kit.awaitMembers(others);
        kit.track("event=buy&cv_id=bob");
        kit.awaitMembers(buyers, 1, 2);
        assertThat(kit.changes(buyers)).isEqualTo("+1 +2");
        assertThat(kit.changes(others)).isEqualTo("-1");
    }

    @Test
    void aPropertyThatChangesMovesItsPerson() throws Exception {
        long pro = kit.segment("pro", "{'has':{'property':'plan','operator':'is','value':'pro'}}");
        kit.track("event=home&cv_id=ann&cv_plan=pro");
        kit.awaitMembers(pro, 1);
        kit.track("event=home&cv_id=ann&cv_plan=free");
        kit.awaitMembers(pro);
        assertThat(kit.changes(pro)).isEqualTo("+1 -1");
    }

    @Test
    void anEvaluationTakesTurnsWithQuestions() throws Exception {
        kit.track("event=buy&cv_id=ann");
        CountDownLatch begun = new CountDownLatch(SegmentKit.TURNS);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SegmentKit.TURNS; i++) {
                threads.submit(
                        () ->
                                kit.running.work(
                                        Duration.ofMinutes(1),
                                        cancel -> {},
                                        stop -> {
                                            begun.countDown();
                                            return awaited(end);
                                        }));
            }
            begun.await();
            Thread edit = Thread.startVirtualThread(() -> kit.segment("buyers", BUYERS));
            SegmentKit.await(
                    "the evaluation waits", () -> edit.getState() == Thread.State.TIMED_WAITING);
            assertThat(kit.members(1).isEmpty()).isTrue();
            end.countDown();
            edit.join();
        }
        kit.awaitMembers(1, 1);
    }

    private static boolean awaited(CountDownLatch end) {
        try {
            return end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theClockAloneTakesPeopleOut() throws Exception {
        kit.track("event=buy&cv_id=ann");
        long today = kit.segment("today", BOUGHT_TODAY);
        long nested = kit.segment("nested", "{'not':{'segment':'" + today + "'}}");
        kit.awaitMembers(today, 1);
        kit.clock.advance(Duration.ofHours(25));
        kit.awaitMembers(today);
        kit.awaitMembers(nested, 1);
        assertThat(kit.changes(today)).isEqualTo("-1");
        assertThat(kit.changes(nested)).isEqualTo("+1");
    }

    @Test
    void anEditMovesPeopleWithoutARecord() throws Exception {
        kit.track("event=buy&cv_id=ann");
        kit.track("event=home&cv_id=bob");
        long segment = kit.segment("some", BUYERS);
        long nested = kit.segment("nested", "{'all':[{'segment':'" + segment + "'}]}");
        kit.awaitMembers(nested, 1);
        kit.edit(segment, "{'did':{'event':'home'}}");
        kit.awaitMembers(segment, 2);
        kit.awaitMembers(nested, 2);
        assertThat(kit.changes(segment)).isEmpty();
        assertThat(kit.changes(nested)).isEmpty();
        kit.track("event=home&cv_id=ann");
        kit.awaitMembers(nested, 1, 2);
        assertThat(kit.changes(nested)).isEqualTo("+1");
    }

    @Test
    void aRestartRecordsOnlyWhatHappenedMeanwhile() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=buy&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        kit.end();
        kit.begin();
        kit.track("event=home&cv_id=bob");
        kit.awaitMembers(buyers, 1);
        kit.end();
        kit.applyUnheard("event=buy&cv_id=bob");
        kit.begin();
        kit.awaitMembers(buyers, 1, 2);
        assertThat(kit.changes(buyers)).isEqualTo("+1 +2");
    }

    @Test
    void whoIsMergedNeitherLeavesNorEntersAnew() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=home&cv_id=ann");
        kit.track("event=buy&cookie=c1");
        kit.awaitMembers(buyers, 2);
        kit.track("event=home&cookie=c1&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        assertThat(kit.changes(buyers)).isEqualTo("+2");
    }

    @Test
    void whoIsTakenApartEntersWhereItBelongs() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=home&cv_id=ann");
        kit.track("event=buy&cookie=c1");
        kit.track("event=home&cookie=c1&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        kit.execute(new Command.Unmerge(1, Set.of(2L)));
        kit.awaitMembers(buyers, 2);
    }

    @Test
    void ofADeletedPersonNoRecordStays() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=buy&cv_id=ann");
        kit.track("event=buy&cv_id=bob");
        kit.awaitMembers(buyers, 1, 2);
        kit.execute(new Command.Delete(1));
        kit.awaitMembers(buyers, 2);
        assertThat(kit.changes(buyers)).isEqualTo("+2");
    }

    @Test
    void noRecordStaysOfWhoWasDeletedWhileNobodyListened() throws Exception {
        long today = kit.segment("today", BOUGHT_TODAY);
        kit.track("event=buy&cv_id=ann");
        kit.awaitMembers(today, 1);
        kit.clock.advance(Duration.ofDays(3));
        kit.awaitMembers(today);
        kit.end();
        kit.deleteUnheard(1);
        kit.begin();
        SegmentKit.await("no record", () -> kit.changes(today).isEmpty());
    }

    @Test
    void anEventAheadOfTheClockCountsWhenItsTimeComes() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        long soon = kit.clock.millis() + Duration.ofMinutes(10).toMillis();
        kit.track("event=home&cv_id=ann");
        kit.track("event=buy&cv_id=ann&timestamp=" + soon);
        kit.awaitMembers(buyers);
        kit.clock.advance(Duration.ofMinutes(11));
        kit.awaitMembers(buyers, 1);
    }

    @Test
    void aListFollowsItsPeopleThroughMerges() throws Exception {
        kit.track("event=home&cv_id=ann");
        kit.track("event=home&cookie=c1");
        long list = kit.list("listed", 2);
        long nested = kit.segment("nested", "{'segment':'" + list + "'}");
        kit.awaitMembers(list, 2);
        kit.track("event=home&cookie=c1&cv_id=ann");
        kit.awaitMembers(list, 1);
        kit.awaitMembers(nested, 1);
        kit.execute(new Command.Unmerge(1, Set.of(2L)));
        kit.awaitMembers(list, 2);
        kit.execute(new Command.Delete(2));
        kit.awaitMembers(list);
        assertThat(kit.stores.questions().list(list)).isEqualTo(PersonSet.EMPTY);
    }

    @Test
    void anotherZoneMovesPeopleWithoutARecord() throws Exception {
        // 10:00 UTC: at 23:30 UTC of the day before it is the same day in Los Angeles
        long yesterday = kit.clock.millis() - Duration.ofHours(11).toMillis();
        kit.track("event=buy&cv_id=ann&timestamp=" + yesterday);
        kit.track("event=buy&cv_id=ann&timestamp=" + (yesterday + 7_200_000));
        long days =
                kit.segment(
                        "two days",
                        "{'did':{'event':'buy'},'measure':'days',"
                                + "'compare':{'operator':'equals','value':2}}");
        kit.awaitMembers(days, 1);
        kit.settings(zone("America/Los_Angeles"));
        kit.awaitMembers(days);
        assertThat(kit.changes(days)).isEmpty();
    }

    @Test
    void aPropertyThatBecomesAListMovesPeopleWithoutARecord() throws Exception {
        kit.track("event=home&cv_id=ann&cv_tags=%5B%22a%22%2C%22b%22%5D");
        long tagged =
                kit.segment(
                        "tagged", "{'has':{'property':'tags','operator':'equals','value':'b'}}");
        kit.awaitMembers(tagged);
        PropertyKey tags = new PropertyKey(Scope.VISITOR, "tags");
        kit.execute(new Command.DescribeProperty(tags, new Label("Tags", "", false, false, true)));
        kit.awaitMembers(tagged, 1);
        kit.execute(new Command.DescribeProperty(tags, new Label("Tags", "", false, false)));
        kit.awaitMembers(tagged);
        assertThat(kit.changes(tagged)).isEmpty();
    }

    private static ProjectSettings zone(String zone) {
        ProjectSettings standard = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                ZoneId.of(zone),
                standard.weekStart(),
                standard.visits(),
                standard.identity(),
                standard.bots(),
                standard.excludes(),
                standard.ip());
    }

    @Test
    void theSizeIsRecordedAtEveryEditAndEveryDay() throws Exception {
        kit.track("event=buy&cv_id=ann");
        long buyers = kit.segment("buyers", BUYERS);
        long made = kit.clock.millis();
        assertThat(kit.stores.questions().sizes(buyers))
                .containsExactly(new SegmentSize(buyers, made, 1));
        kit.clock.advance(Duration.ofHours(1));
        kit.edit(buyers, "{'did':{'event':'home'}}");
        kit.clock.advance(Duration.ofHours(24));
        SegmentKit.await("a size", () -> kit.stores.questions().sizes(buyers).size() == 3);
        assertThat(kit.stores.questions().sizes(buyers))
                .extracting(SegmentSize::people)
                .containsExactly(1L, 0L, 0L);
    }

    @Test
    void nothingIsEvaluatedWhileTheStoresAreBehind() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=buy&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        kit.end();
        long ahead = kit.stores.people().position() + 1;
        kit.stores
                .questions()
                .write(
                        new MembershipTurn(
                                ahead,
                                kit.clock.millis(),
                                List.of(
                                        new MembershipTurn.Moves(
                                                buyers,
                                                PersonSet.of(2),
                                                PersonSet.EMPTY,
                                                PersonSet.of(2),
                                                PersonSet.EMPTY)),
                                List.of(),
                                PersonSet.EMPTY),
                        Map.of());
        kit.begin();
        kit.track("event=buy&cv_id=bob");
        kit.awaitMembers(buyers, 1, 2);
        assertThat(kit.changes(buyers)).isEqualTo("+1 +2");
    }

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /// The next scan stays until [#release].
    private void holdNextScan() {
        kit.inNextScan(
                () -> {
                    held.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    void whoAsksWhatIsKnownDoesNotWaitForAnEvaluation() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        holdNextScan();
        kit.track("event=buy&cv_id=ann");
        held.await();
        CompletableFuture<String> asked =
                CompletableFuture.supplyAsync(
                        () ->
                                kit.segments()
                                                .definitions(SegmentKit.PROJECT, kit.stores)
                                                .byNumber()
                                                .keySet()
                                        + " "
                                        + kit.members(buyers)
                                        + " "
                                        + kit.segments()
                                                .users(SegmentKit.PROJECT, kit.stores, buyers));
        try {
            assertThat(asked.get(20, TimeUnit.SECONDS))
                    .isEqualTo("[" + buyers + "] " + PersonSet.EMPTY + " []");
        } finally {
            release.countDown();
        }
        kit.awaitMembers(buyers, 1);
    }

    @Test
    void anEditOfOneProjectDoesNotWaitForThatOfAnother() throws Exception {
        kit.catalog.createProject("other.example");
        SegmentApi api =
                new SegmentApi(
                        new Projects(kit.catalog, kit.open),
                        kit.segments(),
                        user -> "ann",
                        kit.clock);
        Handler create =
                api.routes().stream()
                        .filter(route -> route.method().equals("POST"))
                        .findFirst()
                        .orElseThrow()
                        .handler();
        holdNextScan();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> first = threads.submit(() -> create.handle(make("1", "first")));
            held.await();
            Future<Reply> second = threads.submit(() -> create.handle(make("2", "second")));
            try {
                assertThat(second.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
                assertThat(first.isDone()).isFalse();
            } finally {
                release.countDown();
            }
            assertThat(first.get().status()).isEqualTo(201);
        }
    }

    private static Call make(String project, String name) {
        String body = "{'name':'" + name + "','criterion':" + BUYERS + "}";
        return new Call(
                "r",
                new Origin("127.0.0.1", false, "localhost", ""),
                "POST",
                Map.of("project", project),
                Map.of(),
                Map.of("content-type", "application/json"),
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                new Caller(1, "", Rights.NONE));
    }

    @Test
    void anErrorInAnEvaluationDoesNotEndThoseThatFollow() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        kit.track("event=buy&cv_id=ann");
        kit.awaitMembers(buyers, 1);
        kit.inNextScan(
                () -> {
                    throw new StackOverflowError("of the test");
                });
        kit.track("event=buy&cv_id=bob");
        kit.awaitMembers(buyers, 1, 2);
        assertThat(kit.changes(buyers)).isEqualTo("+1 +2");
    }

    @Test
    void closingEndsAnEvaluationThatTheNextStartMakesGood() throws Exception {
        long buyers = kit.segment("buyers", BUYERS);
        holdNextScan();
        kit.track("event=buy&cv_id=ann");
        held.await();
        Thread closer = Thread.ofPlatform().start(kit.segments()::close);
        SegmentKit.await("it waits", () -> closer.getState() == Thread.State.WAITING);
        release.countDown();
        closer.join();
        assertThat(kit.stores.questions().members()).doesNotContainKey(buyers);
        kit.end();
        kit.begin();
        kit.awaitMembers(buyers, 1);
        assertThat(kit.changes(buyers)).isEqualTo("+1");
    }

    @Test
    void listenersAreToldOnceItIsRecorded() throws Exception {
        AtomicInteger told = new AtomicInteger();
        long buyers = kit.segment("buyers", BUYERS);
        kit.segments()
                .listen(
                        project -> {
                            assertThat(kit.changes(buyers)).isNotEmpty();
                            told.incrementAndGet();
                        });
        kit.track("event=home&cv_id=ann");
        kit.awaitMembers(buyers);
        kit.track("event=buy&cv_id=ann");
        SegmentKit.await("told", () -> told.get() == 1);
    }
}
