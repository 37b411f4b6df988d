package io.sojourn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.fault.CrashAt;
import io.sojourn.server.packaged.PackagedServer;
import io.sojourn.store.fault.FaultPoint;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The packaged server ended at every point where a crash could hurt, and at any other moment: what was acknowledged is
/// there once, and the stores are those that come of the log without a crash.
///
/// Each test has a server, a folder and a ledger of its own and mostly waits for starts and disks: two at a time.
@Tag("slow")
@Timeout(900)
class CrashIT {
    private static final int STEPS_MAX = 5_000;
    private static final int KILLS = 20;

    /// The project's people and the catalog are renamed first, then the backup as a whole.
    private static final int WHOLE_BACKUP = 3;

    private static final int KILLS_PER_AUDIT = 5;
    private static final int KILL_MILLIS_MAX = 700;

    @TempDir private Path folder = Path.of("");
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Load load = new Load(seed, 20);
    private final Ledger ledger = load.ledger();

    /// Those of the backup are not on the way of an event.
    private static boolean isOnThePath(FaultPoint point) {
        return !point.name().startsWith("BACKUP_");
    }

    /// Of the log's oldest segments: reached only where the log keeps nothing that is confirmed.
    private static boolean isDeletion(FaultPoint point) {
        return point == FaultPoint.LOG_BEFORE_SEGMENT_DELETE
                || point == FaultPoint.LOG_AFTER_SEGMENT_DELETE;
    }

    static Stream<FaultPoint> pointsUnderLoad() {
        return Arrays.stream(FaultPoint.values())
                .filter(point -> isOnThePath(point) && !isDeletion(point));
    }

    static Stream<FaultPoint> pointsOfDeletion() {
        return Arrays.stream(FaultPoint.values()).filter(CrashIT::isDeletion);
    }

    static Stream<FaultPoint> pointsOfBackup() {
        return Arrays.stream(FaultPoint.values()).filter(point -> !isOnThePath(point));
    }

    /// Late enough for something to be there, soon enough to come within seconds.
    private int passing(FaultPoint point) {
        return switch (point) {
            case LOG_BEFORE_WRITE, LOG_AFTER_WRITE, LOG_AFTER_FSYNC -> random.nextInt(40, 160);
            // the first is made before the server listens
            case LOG_BEFORE_SEGMENT_CREATE, LOG_AFTER_SEGMENT_CREATE -> random.nextInt(2, 6);
            case EVENTS_BEFORE_WRITE, EVENTS_BEFORE_COMMIT, EVENTS_AFTER_COMMIT ->
                    random.nextInt(3, 12);
            case PEOPLE_BEFORE_WRITE, PEOPLE_BEFORE_COMMIT, PEOPLE_AFTER_COMMIT ->
                    random.nextInt(3, 12);
            case SEEN_BEFORE_ROLL, SEEN_AFTER_ROLL -> random.nextInt(1, 4);
            case COMPACTION_BEFORE_COMMIT, COMPACTION_AFTER_COMMIT -> random.nextInt(1, 4);
            case CATALOG_BEFORE_CONFIRM, CATALOG_AFTER_CONFIRM -> random.nextInt(1, 3);
            case LOG_BEFORE_SEGMENT_DELETE,
                    LOG_AFTER_SEGMENT_DELETE,
                    BACKUP_BEFORE_RENAME,
                    BACKUP_AFTER_RENAME ->
                    throw new IllegalArgumentException(point + " is not passed under load");
        };
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("pointsUnderLoad")
    void aServerThatEndsHereLosesAndDoublesNothing(FaultPoint point) throws Exception {
        System.out.println(point + " seed=" + seed);
        CrashKit kit = new CrashKit(folder);
        haltUnderLoad(kit, point);
        kit.settle(ledger);
        kit.audit(ledger);
    }

    /// What is deleted must have been copied before, to recompute from the first record on: the second start deletes,
    /// before it listens, what the first wrote and confirmed.
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("pointsOfDeletion")
    void aServerThatEndsWhileTheLogIsShortenedLosesAndDoublesNothing(FaultPoint point)
            throws Exception {
        System.out.println(point + " seed=" + seed);
        CrashKit kit = new CrashKit(folder);
        Path wholeLog = folder.resolve("whole-log");
        try (PackagedServer server = kit.start(CrashAt.COUNT, "all")) {
            load.run(CrashKit.client(server, ledger), 120);
            CrashKit.stop(server);
            assertThat(pointsUnderLoad().map(each -> CrashAt.line(each, 1)).toList())
                    .as("points that a run without a crash passes")
                    .isSubsetOf(server.output());
        }
        kit.copyLog(wholeLog);
        try (PackagedServer server = kit.begin(point + ":1", "0d")) {
            hasHalted(server, point, 1);
        }
        try (PackagedServer server = kit.start("", "all")) {
            load.run(CrashKit.client(server, ledger), 60);
            CrashKit.stop(server);
        }
        kit.copyLog(wholeLog);
        kit.audit(wholeLog, ledger);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("pointsOfBackup")
    void aBackupThatEndsHereIsWholeOrHasNoName(FaultPoint point) throws Exception {
        CrashKit kit = new CrashKit(folder);
        Path backup = folder.resolve("backup");
        try (PackagedServer server = kit.start(point + ":" + WHOLE_BACKUP, "all")) {
            load.run(CrashKit.client(server, ledger), 60);
            String wanted = "{\"folder\":\"" + backup + "\"}";
            server.requestAndForget(
                    server.request("/api/v1/backup")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(wanted)));
            assertThat(server.endsWithin(Duration.ofSeconds(100))).as("%s", point).isTrue();
            hasHalted(server, point, WHOLE_BACKUP);
        }
        assertThat(Files.exists(backup)).isEqualTo(point == FaultPoint.BACKUP_AFTER_RENAME);
        kit.settle(ledger);
        kit.audit(ledger);
    }

    private void haltUnderLoad(CrashKit kit, FaultPoint point) throws Exception {
        int passing = passing(point);
        try (PackagedServer server = kit.start(point + ":" + passing, "all")) {
            try (Load.Round round = load.begin(CrashKit.client(server, ledger), STEPS_MAX)) {
                assertThat(server.endsWithin(Duration.ofSeconds(100)))
                        .as("%s was passed %d times", point, passing)
                        .isTrue();
                round.await();
            }
            hasHalted(server, point, passing);
        }
    }

    private static void hasHalted(PackagedServer server, FaultPoint point, int passing)
            throws InterruptedException {
        assertThat(server.exit()).isEqualTo(CrashAt.EXIT_CODE);
        assertThat(server.output()).contains(CrashAt.line(point, passing));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void killsAtAnyMomentLoseAndDoubleNothing() throws Exception {
        System.out.println("kills seed=" + seed);
        CrashKit kit = new CrashKit(folder);
        for (int kill = 1; kill <= KILLS; kill++) {
            try (PackagedServer server = kit.start("", "all")) {
                try (Client client = CrashKit.client(server, ledger)) {
                    client.repeatOpen();
                }
                try (Load.Round round = load.begin(CrashKit.client(server, ledger), STEPS_MAX)) {
                    round.awaitFlowing();
                    assertThat(
                                    server.endsWithin(
                                            Duration.ofMillis(random.nextInt(KILL_MILLIS_MAX))))
                            .isFalse();
                    server.kill();
                    round.await();
                }
            }
            if (kill % KILLS_PER_AUDIT == 0) {
                kit.settle(ledger);
                kit.audit(ledger);
            }
        }
        System.out.println(ledger.acknowledged() + " events acknowledged over " + KILLS + " kills");
        assertThat(kit.leftInTemp()).isEqualTo(List.of());
    }
}
