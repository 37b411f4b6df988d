package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.pattern.PatternAnalysis;
import io.sojourn.journey.pattern.PatternResult;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Calendar;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// One person with very many events: every second one, of many names in turn, each marked by the scan's conditions.
class LongJourneysTest {

    private static final int EVENTS = 300_000;
    private static final int NAMES = 10_000;
    private static final Context CONTEXT = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);

    private record OnePerson(int words) implements OpenScan {
        @Override
        public Dictionary eventColumn(int column) {
            return new Names();
        }

        @Override
        public Dictionary personColumn(int column) {
            return new Names();
        }

        @Override
        public long people() {
            return 1;
        }

        @Override
        public int parts() {
            return 1;
        }

        @Override
        public void forEach(int part, Consumer<JourneyBatch> consumer) {
            int[] codes = IntStream.range(0, EVENTS).map(i -> i % NAMES + 1).toArray();
            long[] masks = IntStream.range(0, EVENTS).mapToLong(i -> i % 3 + 1L).toArray();
            consumer.accept(
                    new JourneyBatch(
                            1,
                            new long[] {1},
                            new int[] {0, EVENTS},
                            new long[1],
                            new int[0][],
                            new long[0],
                            LongStream.range(0, EVENTS).map(i -> i * 1_000).toArray(),
                            words == 0 ? new long[0][] : new long[][] {masks},
                            new int[0],
                            new int[][] {codes}));
        }

        @Override
        public long events() {
            return EVENTS;
        }

        @Override
        public void close() {}
    }

    private record Names() implements Dictionary {
        @Override
        public int size() {
            return NAMES + 1;
        }

        @Override
        public String text(int code) {
            return "name " + code;
        }

        @Override
        public double number(int code) {
            return Double.NaN;
        }
    }

    private static <A, R> R ask(Analysis<A, R> analysis, long bytes) {
        JourneyScan scan = analysis.scan();
        JourneySource source = asked -> new OnePerson(scan.words());
        OpenScan open = source.open(scan);
        Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, bytes);
        A accumulator = analysis.start(open, stop);
        open.forEach(0, batch -> analysis.fold(accumulator, batch));
        return analysis.finish(accumulator, open);
    }

    @Test
    void wholePathsOfManyItemsAreRead() {
        Paths whole = Paths.of(Reading.EVERYTHING, Anchors.NONE).depth(Paths.WHOLE).top(3);
        PathTree tree = ask(new PathTreeAnalysis(whole, CONTEXT), Long.MAX_VALUE);
        assertThat(tree.hidden()).isEqualTo(EVENTS - 3);
        assertThat(tree.nodes().getLast().items()).containsExactly("name 1", "name 2", "name 3");
        PathVariants variants = ask(new PathVariantsAnalysis(whole, CONTEXT), Long.MAX_VALUE);
        assertThat(variants.variants().getFirst().items()).hasSize(EVENTS);
        PathGraph graph = ask(new PathGraphAnalysis(whole, CONTEXT), Long.MAX_VALUE);
        assertThat(graph.passes()).isEqualTo(EVENTS - 1);
        assertThat(graph.edges().getFirst().passes()).isEqualTo(EVENTS / NAMES);
        assertThat(graph.hidden()).isEqualTo(NAMES - 3);
    }

    @Test
    void aTreeTooLargeToTellSaysWhatToNarrow() {
        Paths all = Paths.of(Reading.EVERYTHING, Anchors.NONE).depth(Paths.WHOLE).top(Paths.ALL);
        assertThatThrownBy(() -> ask(new PathTreeAnalysis(all, CONTEXT), 100_000_000))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a lower depth");
    }

    @Test
    void patternsAndFootprintsTakeTimeByEvents() {
        List<PathPattern.Condition> conditions =
                List.of(
                        new PathPattern.Condition("A", EventFilter.named("a")),
                        new PathPattern.Condition("B", EventFilter.named("b")));
        PatternResult result =
                ask(
                        new PatternAnalysis(
                                PathPattern.of(
                                        conditions,
                                        "A -[t > 2s]-> [A|B] -> .* -> B -[t >= 100h]-> A"),
                                CONTEXT),
                        Long.MAX_VALUE);
        assertThat(result.people()).isZero();
        FootprintsResult footprints =
                ask(
                        new FootprintsAnalysis(
                                new Footprints(
                                        Reading.EVERYTHING,
                                        List.of(EventFilter.named("a"), EventFilter.named("b")),
                                        true,
                                        5),
                                CONTEXT),
                        Long.MAX_VALUE);
        assertThat(footprints.steps().getLast().people()).isEqualTo(1);
    }
}
