package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The short way through plain funnels against the long way through all attempts, which an exclusion of nothing takes.
class PlainFunnelTest {

    private static final int HISTORIES = 60;
    private static final int QUESTIONS = 12;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private HistorySource history() {
        StringBuilder text = new StringBuilder();
        int span = 1 + random.nextInt(60);
        int people = 1 + random.nextInt(20);
        for (int person = 0; person < people; person++) {
            text.append('p').append(person);
            int events = random.nextInt(60);
            for (int i = 0; i < events; i++) {
                text.append(' ').append(NAMES.get(random.nextInt(NAMES.size())));
                text.append('@').append(random.nextInt(span)).append("s{plan=");
                text.append(random.nextInt(3)).append('}');
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), FunnelScript.BASE);
    }

    private EventFilter event() {
        return new EventFilter(
                IntStream.rangeClosed(0, random.nextInt(10) / 8)
                        .mapToObj(i -> NAMES.get(random.nextInt(NAMES.size())))
                        .map(name -> new EventFilter.Choice(Optional.of(name), List.of()))
                        .toList());
    }

    private Funnel funnel() {
        int steps = 2 + random.nextInt(5);
        Funnel.Builder funnel =
                new Funnel.Builder()
                        .steps(IntStream.range(0, steps).mapToObj(i -> new Step(event())).toList())
                        .ties(Ties.values()[random.nextInt(3)]);
        if (random.nextBoolean()) {
            funnel.windowMillis(1_000L * (1 + random.nextInt(40)));
        }
        if (random.nextBoolean()) {
            long from = FunnelScript.BASE + 1_000L * random.nextInt(20);
            funnel.range(
                    new Range.Between(new TimeRange(from, from + 1_000L * random.nextInt(40))));
            funnel.completeInRange(random.nextInt(4) == 0);
        }
        if (random.nextBoolean()) {
            Attribution attribution =
                    List.of(
                                    new Attribution.Entry(),
                                    new Attribution.AtStep(1 + random.nextInt(steps)),
                                    new Attribution.First(),
                                    new Attribution.Last())
                            .get(random.nextInt(4));
            funnel.breakdown(
                    new Breakdown(List.of(new Column(Column.Scope.EVENT, "plan")), attribution, 2));
        }
        return funnel.build();
    }

    @Test
    void theShortWayAnswersAsTheLongOne() {
        try (Runner runner = new Runner(2)) {
            for (int h = 0; h < HISTORIES; h++) {
                HistorySource source = history();
                for (int q = 0; q < QUESTIONS; q++) {
                    Funnel funnel = funnel();
                    Funnel longer =
                            funnel.toBuilder()
                                    .exclusions(
                                            List.of(
                                                    new Exclusion(
                                                            EventFilter.named("nothing"), 1, 2)))
                                    .build();
                    long asOf = FunnelScript.BASE + 1_000L * random.nextInt(80);
                    Context context = FunnelScript.context(asOf);
                    Asking asking = new Asking(runner, source, Stop.never());
                    FunnelResult result = funnel.ask(asking, context);
                    assertThat(result)
                            .as("-Dseed=%d %s", seed, funnel)
                            .isEqualTo(longer.ask(asking, context));
                }
            }
        }
    }
}
