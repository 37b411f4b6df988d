package io.sojourn.journey.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
