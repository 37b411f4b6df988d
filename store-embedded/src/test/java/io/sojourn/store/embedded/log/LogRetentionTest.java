package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.EventLogContract.Appended;
import io.sojourn.store.log.LogRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogRetentionTest {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final String PAYLOAD = "x".repeat(400);

    @TempDir Path folder;
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    private FileEventLog open(Retention retention) {
        return FileEventLog.open(
                folder,
                LogKit.SMALL.withRetention(retention),
                0,
                () -> Instant.ofEpochMilli(now.get()),
                Faults.NONE,
                LogKit.PLENTY);
    }

    @Test
    void onlyWholeConfirmedSegmentsGo() {
        try (FileEventLog log = open(new Retention.Days(0))) {
            LogKit.appendAll(log, PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD);
            long before = log.bytes();
            log.confirm(2);
            assertThat(log.begin()).isEqualTo(1);
            log.confirm(3);
            assertThat(log.begin()).isEqualTo(3);
            assertThat(log.bytes()).isEqualTo(before - (48 + 2 * 430));
            log.confirm(6);
            assertThat(log.begin()).isEqualTo(5);
            log.confirm(1);
            assertThat(LogKit.records(log, 5)).hasSize(1);
        }
        try (FileEventLog log = open(new Retention.Days(0))) {
            assertThat(log.begin()).isEqualTo(5);
            assertThat(LogKit.append(log, "next").position()).isEqualTo(6);
        }
    }

    @Test
    void confirmedSegmentsStayForTheirDays() {
        try (FileEventLog log = open(new Retention.Days(2))) {
            LogKit.appendAll(log, PAYLOAD, PAYLOAD);
            now.addAndGet(HOUR_MILLIS);
            LogKit.appendAll(log, PAYLOAD);
            log.confirm(4);
            now.addAndGet(48 * HOUR_MILLIS - 1);
            log.confirm(4);
            assertThat(log.begin()).isEqualTo(1);
            now.addAndGet(1);
            log.confirm(4);
            assertThat(log.begin()).isEqualTo(3);
        }
    }

    @Test
    void nothingGoesWhereAllIsKept() {
        try (FileEventLog log = open(new Retention.All())) {
            LogKit.appendAll(log, PAYLOAD, PAYLOAD, PAYLOAD);
            log.confirm(4);
            now.addAndGet(1000 * HOUR_MILLIS);
            log.confirm(4);
            assertThat(log.begin()).isEqualTo(1);
        }
    }

    @Test
    void aDayOldSegmentIsClosedThoughItIsNotFull() {
        try (FileEventLog log = open(new Retention.Days(0))) {
            LogKit.appendAll(log, "a");
            now.addAndGet(24 * HOUR_MILLIS - 1);
            LogKit.appendAll(log, "b");
            assertThat(LogKit.segments(folder)).hasSize(1);
            now.addAndGet(1);
            LogKit.appendAll(log, "c");
            assertThat(LogKit.segments(folder)).hasSize(2);
            log.confirm(3);
            assertThat(log.begin()).isEqualTo(3);
        }
    }

    @Test
    void keptDaysBeyondTheLimitAreRefused() {
        assertThat(new Retention.Days(7).days()).isEqualTo(7);
        assertThatThrownBy(() -> new Retention.Days(8)).hasMessageContaining("log.keepDays");
        assertThatThrownBy(() -> new Retention.Days(-1)).hasMessageContaining("got -1");
    }

    @Test
    void aReaderThatFellBehindTheKeptSegmentsIsTold() throws Exception {
        try (FileEventLog log = open(new Retention.Days(0))) {
            LogKit.appendAll(log, PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD);
            try (EventLog.Reader reader = log.read(1)) {
                log.confirm(6);
                assertThat(reader.next(2, 1 << 20, 0)).hasSize(2);
                assertThatThrownBy(() -> reader.next(2, 1 << 20, 0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("position 3 is no longer kept");
            }
        }
    }

    @Test
    void aReaderKeepsUpWhileSegmentsComeAndGo() throws Exception {
        int count = 400;
        try (FileEventLog log = open(new Retention.Days(0));
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<Long>> read = threads.submit(() -> readAndConfirm(log, count));
            List<Appended> appended = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                appended.add(LogKit.append(log, PAYLOAD));
                if (i % 50 == 49) {
                    appended.getLast().position();
                }
            }
            assertThat(read.get()).isEqualTo(appended.stream().map(Appended::position).toList());
            assertThat(log.begin()).isGreaterThan(count - 4);
            assertThat(LogKit.segments(folder)).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static List<Long> readAndConfirm(FileEventLog log, int count)
            throws InterruptedException {
        List<Long> positions = new ArrayList<>();
        try (EventLog.Reader reader = log.read(1)) {
            while (positions.size() < count) {
                for (LogRecord record : reader.next(7, 1 << 20, 30_000)) {
                    positions.add(record.position());
                }
                log.confirm(positions.size() + 1);
            }
        }
        return positions;
    }
}
