package io.sojourn.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [EventLog] keeps to.
@Timeout(60)
public abstract class EventLogContract {

    private static final ProjectId PROJECT = new ProjectId(7);

    private final List<EventLog> opened = new ArrayList<>();

    /// A new log that keeps its records until the test ends, confirmed or not.
    protected abstract EventLog keeping();

    /// A new log that deletes confirmed records as soon as it can.
    protected abstract EventLog forgetting();

    @AfterEach
    void closeLogs() {
        opened.forEach(EventLog::close);
    }

    private EventLog log() {
        return remember(keeping());
    }

    private EventLog remember(EventLog log) {
        opened.add(log);
        return log;
    }

    @Test
    void anEmptyLogEndsBeforeItsFirstPosition() throws InterruptedException {
        EventLog log = log();
        assertThat(log.end()).isZero();
        assertThat(log.begin()).isEqualTo(1);
        try (EventLog.Reader reader = log.read(1)) {
            assertThat(reader.next(10, 1000, 0)).isEmpty();
        }
    }

    @Test
    void recordsComeOutAsTheyWentIn() throws InterruptedException {
        EventLog log = log();
        byte[] payload = "ümlaut \0 ".getBytes(UTF_8);
        Appended first = append(log, new ProjectId(3), 1_700_000_000_123L, (byte) 5, payload);
        Appended second = append(log, new ProjectId(4), -1, (byte) -9, new byte[0]);
        assertThat(List.of(first.position(), second.position())).containsExactly(1L, 2L);
        assertThat(log.end()).isEqualTo(2);
        try (EventLog.Reader reader = log.read(1)) {
            List<LogRecord> records = reader.next(10, 1000, 0);
            assertThat(records).hasSize(2);
            assertThat(records.get(0))
                    .usingRecursiveComparison()
                    .isEqualTo(
                            new LogRecord(
                                    1, 1_700_000_000_123L, new ProjectId(3), (byte) 5, payload));
            assertThat(records.get(1))
                    .usingRecursiveComparison()
                    .isEqualTo(new LogRecord(2, -1, new ProjectId(4), (byte) -9, new byte[0]));
        }
    }

    @Test
    void aReaderStartsAtAnyPositionAndStopsAtItsLimits() throws InterruptedException {
        EventLog log = log();
        appendAll(log, 20, 100);
        try (EventLog.Reader reader = log.read(6)) {
            assertThat(positions(reader.next(3, 10_000, 0))).containsExactly(6L, 7L, 8L);
            assertThat(positions(reader.next(100, 250, 0))).containsExactly(9L, 10L);
            assertThat(positions(reader.next(100, 1, 0))).containsExactly(11L);
            assertThat(positions(reader.next(100, 10_000, 0))).containsExactly(range(12, 20));
            assertThat(reader.next(100, 10_000, 1)).isEmpty();
        }
        try (EventLog.Reader reader = log.read(21)) {
            assertThat(reader.next(100, 10_000, 0)).isEmpty();
        }
    }

    @Test
    void aPositionThatWasNeverGivenOutIsNoPlaceToReadFrom() {
        EventLog log = log();
        appendAll(log, 3, 10);
        assertThatThrownBy(() -> log.read(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.read(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWaitingReaderGetsWhatIsAppended() throws Exception {
        EventLog log = log();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                EventLog.Reader reader = log.read(1)) {
            CountDownLatch waiting = new CountDownLatch(1);
            Future<List<LogRecord>> read =
                    threads.submit(
                            () -> {
                                waiting.countDown();
                                return reader.next(10, 1000, 30_000);
                            });
            waiting.await();
            appendAll(log, 1, 10);
            assertThat(positions(read.get())).containsExactly(1L);
        }
    }

    @Test
    void aReadRecordIsADurableRecord() throws Exception {
        EventLog log = log();
        try (EventLog.Reader reader = log.read(1)) {
            for (int i = 1; i <= 50; i++) {
                log.append(PROJECT, i, (byte) 1, new byte[10], new Appended());
                List<LogRecord> records = reader.next(1, 1000, 30_000);
                assertThat(positions(records)).containsExactly((long) i);
                assertThat(log.end()).isGreaterThanOrEqualTo(i);
            }
        }
    }

    @Test
    void manyWritersAndReadersSeeOneOrder() throws Exception {
        EventLog log = log();
        int writers = 8;
        int each = 500;
        int all = writers * each;
        List<Future<List<Long>>> written = new ArrayList<>();
        List<Future<List<LogRecord>>> read = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int reader = 0; reader < 3; reader++) {
                read.add(threads.submit(() -> readAll(log, all)));
            }
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                written.add(threads.submit(() -> write(log, number, each)));
            }
            for (Future<List<Long>> positions : written) {
                assertThat(positions.get()).isSorted().doesNotHaveDuplicates().hasSize(each);
            }
            for (Future<List<LogRecord>> records : read) {
                assertThat(positions(records.get())).containsExactly(range(1, all));
                for (int writer = 0; writer < writers; writer++) {
                    int number = writer;
                    assertThat(
                                    records.get().stream()
                                            .filter(
                                                    record ->
                                                            record.project().number() == number + 1)
                                            .map(LogRecord::received))
                            .containsExactlyElementsOf(LongStream.range(0, each).boxed().toList());
                }
            }
        }
    }

    private static List<Long> write(EventLog log, int number, int count) {
        List<Appended> appended = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Appended one = new Appended();
            log.append(new ProjectId(number + 1), i, (byte) 0, new byte[i % 50], one);
            appended.add(one);
        }
        return appended.stream().map(Appended::position).toList();
    }

    private static List<LogRecord> readAll(EventLog log, int count) throws InterruptedException {
        List<LogRecord> records = new ArrayList<>();
        try (EventLog.Reader reader = log.read(1)) {
            while (records.size() < count) {
                List<LogRecord> some = reader.next(97, 2_000, 30_000);
                assertThat(some).as("after %d records", records.size()).isNotEmpty();
                records.addAll(some);
            }
        }
        return records;
    }

    @Test
    void unconfirmedRecordsStay() throws InterruptedException {
        EventLog log = remember(forgetting());
        appendAll(log, 200, 100);
        log.confirm(150);
        appendAll(log, 1, 100);
        assertThat(log.begin()).isLessThanOrEqualTo(150);
        try (EventLog.Reader reader = log.read(150)) {
            assertThat(positions(reader.next(1000, 1 << 20, 0))).containsExactly(range(150, 201));
        }
    }

    @Test
    void aPositionThatIsGoneSaysSo() {
        EventLog log = remember(forgetting());
        appendAll(log, 200, 100);
        log.confirm(201);
        assertThat(log.begin()).isGreaterThan(1);
        assertThatThrownBy(() -> log.read(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position 1 ")
                .hasMessageContaining("no longer kept");
    }

    @Test
    void recordsThatAreHeldStayUntilTheLastHoldIsOver() throws InterruptedException {
        EventLog log = remember(forgetting());
        appendAll(log, 200, 100);
        EventLog.Retained first = log.retain();
        EventLog.Retained second = log.retain();
        log.confirm(201);
        first.close();
        first.close();
        log.confirm(201);
        try (EventLog.Reader reader = log.read(1)) {
            assertThat(positions(reader.next(1, 1000, 0))).containsExactly(1L);
        }
        second.close();
        log.confirm(201);
        assertThat(log.begin()).isGreaterThan(1);
    }

    @Test
    void aReaderInTheMiddleOfAFileThatIsDeletedReadsItToItsEnd() throws InterruptedException {
        EventLog log = remember(forgetting());
        appendAll(log, 5, 10);
        try (EventLog.Reader reader = log.read(1)) {
            assertThat(positions(reader.next(1, 1000, 0))).containsExactly(1L);
            appendAll(log, 200, 100);
            log.confirm(100);
            assertThat(positions(reader.next(1, 1000, 0))).containsExactly(2L);
        }
    }

    @Test
    void aClosedLogRefusesAndKeepsWhatItTook() {
        EventLog log = log();
        List<Appended> taken = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            taken.add(new Appended());
            log.append(PROJECT, i, (byte) 0, new byte[10], taken.get(i));
        }
        log.close();
        assertThat(taken.stream().map(Appended::position)).containsExactly(range(1, 100));
        Appended late = new Appended();
        log.append(PROJECT, 0, (byte) 0, new byte[1], late);
        assertThat(late.refusal()).isEqualTo(Code.SHUTTING_DOWN);
        assertThat(log.end()).isEqualTo(100);
    }

    protected static Appended append(
            EventLog log, ProjectId project, long received, byte kind, byte[] payload) {
        Appended appended = new Appended();
        log.append(project, received, kind, payload, appended);
        appended.position();
        return appended;
    }

    /// Appends records of one size and waits until all are durable.
    protected static void appendAll(EventLog log, int count, int payloadBytes) {
        List<Appended> appended =
                IntStream.range(0, count)
                        .mapToObj(
                                i -> {
                                    Appended one = new Appended();
                                    log.append(PROJECT, i, (byte) 0, new byte[payloadBytes], one);
                                    return one;
                                })
                        .toList();
        appended.forEach(Appended::position);
    }

    protected static List<Long> positions(List<LogRecord> records) {
        return records.stream().map(LogRecord::position).toList();
    }

    protected static Long[] range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    /// Waits for the outcome of one append; a second one fails the test that looks.
    public static final class Appended implements EventLog.Listener {

        private record Outcome(long position, java.util.Optional<Code> refused, String message) {}

        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final CompletableFuture<Outcome> second = new CompletableFuture<>();

        @Override
        public void durable(long position) {
            tell(new Outcome(position, java.util.Optional.empty(), ""));
        }

        @Override
        public void refused(Code code, String message) {
            tell(new Outcome(0, java.util.Optional.of(code), message));
        }

        private void tell(Outcome told) {
            if (!outcome.complete(told)) {
                second.complete(told);
            }
        }

        private Outcome outcome() {
            Outcome told = outcome.join();
            assertThat(second).as("a second outcome").isNotDone();
            return told;
        }

        public boolean isDurable() {
            return outcome().refused().isEmpty();
        }

        public boolean isTold() {
            return outcome.isDone();
        }

        public long position() {
            assertThat(outcome().refused()).as(outcome().message()).isEmpty();
            return outcome().position();
        }

        public Code refusal() {
            return outcome().refused().orElseThrow();
        }

        public String message() {
            return outcome().message();
        }
    }
}
