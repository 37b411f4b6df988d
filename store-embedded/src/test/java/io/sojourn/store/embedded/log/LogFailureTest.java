package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.problem.Code;
import io.sojourn.store.embedded.log.FaultyDisk.Operation;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLogContract.Appended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A refused record never appears, an acknowledged one always does, whatever the disk does.
@Timeout(60)
class LogFailureTest {

    @TempDir Path folder;
    private final FaultyDisk disk = new FaultyDisk();

    @Test
    void aFailedWriteIsRefusedAndCutOff() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE, disk)) {
            LogKit.appendAll(log, "one");
            disk.failOnce(Operation.WRITE, 1, "No space left on device");
            Appended refused = LogKit.append(log, "two");
            assertThat(refused.refusal()).isEqualTo(Code.DISK_FULL);
            assertThat(refused.message()).contains("No space left on device");
            assertThat(log.end()).isEqualTo(1);
            assertThat(LogKit.append(log, "three").position()).isEqualTo(2);
        }
        assertThatLogHolds("one", "three");
    }

    @Test
    void aFailedSyncIsRefusedAndItsFileNotWrittenToAgain() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE, disk)) {
            LogKit.appendAll(log, "one");
            disk.failOnce(Operation.FORCE, 1, "Input/output error");
            assertThat(LogKit.append(log, "two").refusal()).isEqualTo(Code.INTERNAL);
            assertThat(LogKit.append(log, "three").position()).isEqualTo(2);
            assertThat(LogKit.segments(folder)).hasSize(2);
            assertThat(LogKit.payloads(log)).containsExactly("one", "three");
        }
        assertThatLogHolds("one", "three");
    }

    @Test
    void aFailureThatCannotBeUndoneStopsTheLog() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE, disk)) {
            LogKit.appendAll(log, "one");
            disk.failAlways(Operation.FORCE, "Input/output error");
            assertThat(LogKit.append(log, "two").refusal()).isEqualTo(Code.INTERNAL);
            disk.hook(operation -> {});
            Appended late = LogKit.append(log, "three");
            assertThat(late.refusal()).isEqualTo(Code.INTERNAL);
            assertThat(late.message()).contains("log stopped").contains("Input/output error");
            assertThat(log.stopped()).isNotEmpty();
            assertThat(log.queuedBytes()).isZero();
            assertThat(LogKit.payloads(log)).containsExactly("one");
        }
        assertThatLogHolds("one");
    }

    @ParameterizedTest
    @EnumSource
    void whateverFailsOnceTheLogHoldsWhatItAcknowledged(Operation kind) {
        for (int nth = 1; nth <= 5; nth++) {
            Path own = folder.resolve(kind + "-" + nth);
            List<String> durable = new ArrayList<>();
            try (FileEventLog log = LogKit.open(own, LogKit.SMALL, disk)) {
                disk.failOnce(kind, nth, "Input/output error");
                for (int i = 0; i < 9; i++) {
                    String payload = i + "-".repeat(400);
                    if (LogKit.append(log, payload).isDurable()) {
                        durable.add(payload);
                    }
                }
                assertThat(LogKit.payloads(log)).as("%s %d", kind, nth).isEqualTo(durable);
                assertThat(log.stopped()).as("%s %d", kind, nth).isEmpty();
            }
            disk.hook(operation -> {});
            try (FileEventLog log = LogKit.open(own, LogKit.SMALL)) {
                assertThat(log.recovery()).isEmpty();
                assertThat(LogKit.payloads(log)).as("%s %d", kind, nth).isEqualTo(durable);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverFailsForGoodTheLogHoldsWhatItAcknowledged(Operation kind) {
        List<String> durable = new ArrayList<>();
        try (FileEventLog log = LogKit.open(folder, LogKit.SMALL, disk)) {
            for (int i = 0; i < 9; i++) {
                if (i == 3) {
                    disk.failAlways(kind, "Input/output error");
                }
                String payload = i + "-".repeat(400);
                if (LogKit.append(log, payload).isDurable()) {
                    durable.add(payload);
                }
            }
            assertThat(LogKit.payloads(log)).isEqualTo(durable);
        }
        disk.hook(operation -> {});
        assertThatLogHolds(durable.toArray(String[]::new));
    }

    @Test
    void recordsThatWaitShareOneSync() {
        Gate gate = new Gate();
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE, disk)) {
            disk.hook(gate);
            Appended first = LogKit.append(log, "first");
            gate.awaitArrival();
            List<Appended> others = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                others.add(LogKit.append(log, "other"));
            }
            assertThat(first.isTold()).isFalse();
            assertThat(log.end()).isZero();
            gate.open();
            assertThat(first.position()).isEqualTo(1);
            assertThat(others.getLast().position()).isEqualTo(101);
            assertThat(log.commits()).isEqualTo(2);
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndTakesAgainWhenItIsEmpty() {
        Gate gate = new Gate();
        LogSettings settings = LogKit.LARGE.withQueueBytesMax(3 * (64 + 10));
        try (FileEventLog log = LogKit.open(folder, settings, disk)) {
            disk.hook(gate);
            List<Appended> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(LogKit.append(log, "0123456789"));
            }
            Appended refused = LogKit.append(log, "");
            assertThat(refused.isTold()).isTrue();
            assertThat(refused.refusal()).isEqualTo(Code.LOG_FULL);
            gate.open();
            taken.forEach(Appended::position);
        }
        try (FileEventLog log = LogKit.open(folder, settings, disk)) {
            assertThat(LogKit.append(log, "0123456789").position()).isEqualTo(4);
        }
    }

    @Test
    void tooManyUnconfirmedBytesRefuseUntilTheyAreConfirmed() {
        LogSettings settings = LogKit.SMALL.withUnconfirmedBytesMax(2048);
        try (FileEventLog log = LogKit.open(folder, settings, disk)) {
            String payload = "x".repeat(400);
            LogKit.appendAll(log, payload, payload, payload, payload);
            Appended refused = LogKit.append(log, payload);
            assertThat(refused.refusal()).isEqualTo(Code.LOG_FULL);
            assertThat(refused.message()).contains("ingest");
            log.confirm(5);
            assertThat(LogKit.append(log, payload).position()).isEqualTo(5);
        }
    }

    @Test
    void aPayloadBeyondTheLimitIsRefusedAndOneAtTheLimitTaken() {
        LogSettings settings = LogSettings.DEFAULT;
        byte[] largest = new byte[LogSettings.PAYLOAD_BYTES_MAX];
        largest[largest.length - 1] = 9;
        try (FileEventLog log = LogKit.open(folder, settings, disk)) {
            Appended refused = new Appended();
            log.append(LogKit.PROJECT, 1, (byte) 1, new byte[largest.length + 1], refused);
            assertThat(refused.refusal()).isEqualTo(Code.BODY_TOO_LARGE);
            Appended taken = new Appended();
            log.append(LogKit.PROJECT, 1, (byte) 1, largest, taken);
            assertThat(taken.position()).isEqualTo(1);
            LogKit.appendAll(log, "small");
            assertThat(LogKit.records(log, 1).getFirst().payload()).isEqualTo(largest);
        }
        try (FileEventLog log = LogKit.open(folder, settings, disk)) {
            assertThat(LogKit.records(log, 1)).hasSize(2);
        }
    }

    @Test
    void aDiskBelowTwoPercentRefusesAndBelowTenPercentWarns() {
        double[] share = {0.5};
        try (FileEventLog log =
                FileEventLog.open(
                        folder,
                        LogKit.LARGE,
                        0,
                        InstantSource.system(),
                        Faults.NONE,
                        path -> share[0])) {
            assertThat(log.lowOnDisk()).isFalse();
            share[0] = 0.10;
            assertThat(log.lowOnDisk()).isFalse();
            share[0] = 0.0999;
            assertThat(log.lowOnDisk()).isTrue();
            share[0] = 0.02;
            assertThat(LogKit.append(log, "taken").position()).isEqualTo(1);
            share[0] = 0.0199;
            assertThat(LogKit.append(log, "refused").refusal()).isEqualTo(Code.DISK_FULL);
            share[0] = 0.5;
            assertThat(LogKit.append(log, "again").position()).isEqualTo(2);
        }
        assertThatLogHolds("taken", "again");
    }

    @Test
    void aListenerThatFailsHurtsNobodyElse() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            log.append(
                    LogKit.PROJECT,
                    1,
                    (byte) 1,
                    new byte[1],
                    new io.sojourn.store.log.EventLog.Listener() {
                        @Override
                        public void durable(long position) {
                            throw new IllegalStateException("on purpose");
                        }

                        @Override
                        public void refused(Code code, String message) {}
                    });
            assertThat(LogKit.append(log, "next").position()).isEqualTo(2);
        }
    }

    @Test
    void everyFaultPointIsReached() {
        Set<FaultPoint> reached = new ConcurrentSkipListSet<>();
        LogSettings settings = LogKit.SMALL.withRetention(new Retention.Days(0));
        try (FileEventLog log =
                FileEventLog.open(
                        folder, settings, 0, InstantSource.system(), reached::add, LogKit.PLENTY)) {
            String payload = "x".repeat(400);
            LogKit.appendAll(log, payload, payload, payload);
            log.confirm(3);
        }
        assertThat(reached)
                .containsExactly(
                        FaultPoint.LOG_BEFORE_WRITE,
                        FaultPoint.LOG_AFTER_WRITE,
                        FaultPoint.LOG_AFTER_FSYNC,
                        FaultPoint.LOG_BEFORE_SEGMENT_CREATE,
                        FaultPoint.LOG_AFTER_SEGMENT_CREATE,
                        FaultPoint.LOG_BEFORE_SEGMENT_DELETE,
                        FaultPoint.LOG_AFTER_SEGMENT_DELETE);
    }

    private void assertThatLogHolds(String... payloads) {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            assertThat(LogKit.payloads(log)).containsExactly(payloads);
        }
    }

    /// Holds every sync up until it is opened.
    private static final class Gate implements FaultyDisk.Hook {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void before(Operation operation) throws IOException {
            if (operation == Operation.FORCE) {
                arrived.countDown();
                await(opened);
            }
        }

        void awaitArrival() {
            await(arrived);
        }

        void open() {
            opened.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
