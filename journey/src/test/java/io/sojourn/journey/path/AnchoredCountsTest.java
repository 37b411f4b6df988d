package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Paths and funnels are two ways to look at the same people.
class AnchoredCountsTest {

    private static final int ROUNDS = 300;
    private static final Context CONTEXT = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private HistorySource source() {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person <= random.nextInt(6); person++) {
            text.append("p").append(person);
            int events = random.nextInt(7);
            for (int i = 0; i < events; i++) {
                // Few moments, so that there are ties, and some in later visits.
                int seconds = random.nextInt(4) + 4_000 * random.nextInt(2);
                text.append(' ').append("ABC".charAt(random.nextInt(3)));
                text.append('@').append(seconds).append('s');
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), 0);
    }

    private EventFilter filter() {
        List<String> names = Stream.of("A", "B", "C").filter(name -> random.nextBoolean()).toList();
        return new EventFilter(
                (names.isEmpty() ? List.of("A") : names)
                        .stream()
                                .map(name -> new EventFilter.Choice(Optional.of(name), List.of()))
                                .toList());
    }

    private Range range() {
        return random.nextBoolean()
                ? new Range.All()
                : new Range.Between(new TimeRange(random.nextInt(3) * 1_000L, 4_002_000));
    }

    private Funnel funnel(Reading reading, List<EventFilter> steps) {
        return Funnel.of(steps.toArray(EventFilter[]::new)).toBuilder()
                .range(reading.range())
                .completeInRange(true)
                .counting(
                        reading.unit() instanceof PathUnit.Person
                                ? Funnel.Counting.PEOPLE
                                : Funnel.Counting.VISITS)
                .build();
    }

    private static List<Long> reached(FunnelResult result) {
        return result.rows().getFirst().all().steps().stream()
                .map(step -> step.reached().people())
                .toList();
    }

    @Test
    void anchoredPathsAndFootprintsCountThePeopleOfTheFunnel() {
        for (int round = 0; round < ROUNDS; round++) {
            HistorySource source = source();
            PathUnit unit =
                    random.nextBoolean()
                            ? new PathUnit.Person()
                            : new PathUnit.Visit(Optional.empty());
            Reading reading = Reading.EVERYTHING.by(unit).in(range()).excluding(filter());
            EventFilter start = filter();
            EventFilter end = filter();
            List<Long> reached =
                    reached(funnel(reading, List.of(start, end)).ask(Asks.of(source), CONTEXT));
            assertThat(
                            List.of(
                                    people(source, reading, Anchors.start(start)),
                                    people(source, reading, Anchors.between(start, end))))
                    .as("-Dseed=%d round %d", seed, round)
                    .isEqualTo(reached);
            footprints(source, reading, List.of(start, end, filter()), round);
        }
    }

    private static long people(HistorySource source, Reading reading, Anchors anchors) {
        Paths paths = Paths.of(reading, anchors);
        PathTree tree = Asks.of(source).run(new PathTreeAnalysis(paths, CONTEXT));
        return tree.people();
    }

    private void footprints(
            HistorySource source, Reading reading, List<EventFilter> steps, int round) {
        Footprints footprints = new Footprints(reading, steps, true, Paths.ALL);
        FootprintsResult result = Asks.of(source).run(new FootprintsAnalysis(footprints, CONTEXT));
        assertThat(result.steps().stream().map(FootprintsResult.Step::people).toList())
                .as("-Dseed=%d round %d", seed, round)
                .isEqualTo(reached(funnel(reading, steps).ask(Asks.of(source), CONTEXT)));
    }
}
