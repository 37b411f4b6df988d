package io.sojourn.journey.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.time.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunnerTest {

    private static final JourneySource SOURCE =
            Histories.source(
                    """
                    ann  a@0s  b@1h
                    bob  b@2h
                    cat  a@0s  a@1s  c@3h
                    dan  c@4h
                    """,
                    0);

    /// Persons with the masks of their rows.
    private record Listing(JourneyScan scan) implements Analysis<List<String>, List<String>> {
        @Override
        public List<String> start(OpenScan open, Stop stop) {
            return new ArrayList<>();
        }

        @Override
        public void fold(List<String> lines, JourneyBatch batch) {
            for (int i = 0; i < batch.people(); i++) {
                StringBuilder line = new StringBuilder().append(batch.person()[i]).append(':');
                for (int row = batch.start()[i]; row < batch.start()[i + 1]; row++) {
                    line.append(' ').append(batch.mask()[0][row]);
                }
                lines.add(line.toString());
            }
        }

        @Override
        public void merge(List<String> into, List<String> other) {
            into.addAll(other);
        }

        @Override
        public List<String> finish(List<String> lines, OpenScan open) {
            return lines.stream().sorted().toList();
        }
    }

    private static JourneyScan scan() {
        JourneyScan.Builder builder = new JourneyScan.Builder(Long.MAX_VALUE);
        builder.condition(EventFilter.named("a"), TimeRange.ALL);
        builder.condition(EventFilter.named("b"), new TimeRange(0, 3_600_001));
        return builder.build();
    }

    @Test
    void everyPersonIsFoldedOnceWithTheEventsThatMeetACondition() {
        try (Runner runner = new Runner(2)) {
            Runner.Answer<List<String>> answer =
                    runner.run(SOURCE, new Listing(scan()), Stop.never());
            assertThat(answer.result()).containsExactly("1: 1 2", "3: 1 1");
            assertThat(answer.events()).isEqualTo(7);
        }
    }

    @Test
    void aCancelledQuestionEndsWithItsReason() {
        Stop stop = Stop.never();
        stop.cancel();
        try (Runner runner = new Runner(2)) {
            assertThatThrownBy(() -> runner.run(SOURCE, new Listing(scan()), stop))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("cancelled");
        }
    }

    @Test
    void aQuestionBeyondItsMemorySaysWhatToNarrow() {
        Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 100);
        assertThatThrownBy(() -> stop.take(101, "a lower depth"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a lower depth");
    }

    @Test
    void aQuestionThatCannotBeginHasNoWorkersThatReadItsScan() {
        Thread asker = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        Analysis<List<String>, List<String>> failing =
                new Beginning(
                        () -> {
                            if (Thread.currentThread() != asker) {
                                begun.countDown();
                                return;
                            }
                            awaitQuietly(begun, 200);
                            throw new IllegalStateException("no room");
                        });
        try (Runner runner = new Runner(1)) {
            assertThatThrownBy(() -> runner.run(SOURCE, failing, Stop.never()))
                    .hasMessage("no room");
            assertThat(begun.getCount()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(30)
    void closingEndsAlsoQuestionsThatWaitForAWorker() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        Runner runner = new Runner(1);
        Thread first = asking(runner, worker(() -> awaitQuietly(never, 20_000, busy)));
        busy.await();
        Thread second = asking(runner, worker(() -> {}));
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        runner.close();
        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
    }

    /// Does something when an accumulator is made.
    private record Beginning(Runnable begins) implements Analysis<List<String>, List<String>> {
        @Override
        public JourneyScan scan() {
            return RunnerTest.scan();
        }

        @Override
        public List<String> start(OpenScan open, Stop stop) {
            begins.run();
            return new ArrayList<>();
        }

        @Override
        public void fold(List<String> lines, JourneyBatch batch) {}

        @Override
        public void merge(List<String> into, List<String> other) {}

        @Override
        public List<String> finish(List<String> lines, OpenScan open) {
            return lines;
        }
    }

    private static Analysis<List<String>, List<String>> worker(Runnable begins) {
        return new Beginning(
                () -> {
                    if (Thread.currentThread().getName().startsWith("question-")) {
                        begins.run();
                    }
                });
    }

    private static Thread asking(Runner runner, Analysis<?, ?> analysis) {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                runner.run(SOURCE, analysis, Stop.never());
                            } catch (IllegalStateException e) {
                                // What closing does to a question.
                                assertThat(e).isNotNull();
                            }
                        });
    }

    private static void awaitQuietly(CountDownLatch latch, long millis, CountDownLatch... waiting) {
        try {
            for (CountDownLatch one : waiting) {
                one.countDown();
            }
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
