package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Mode;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Funnels where most events are tied and serve several steps, and where journeys are long, against the oracle. Every
/// event carries its own number, by which answers are broken down: so it shows which event served a step.
class TiedFunnelsTest {

    private static final long BASE = 20_000L * 86_400_000;
    private static final Column NUMBER = new Column(Column.Scope.EVENT, "n");
    private static final Column HALF = new Column(Column.Scope.EVENT, "h");
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final Random random = new Random(Long.getLong("seed", 11));

    /// @param span seconds that the events lie in
    private HistorySource history(int people, int events, int span) {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person < people; person++) {
            text.append('p').append(person);
            for (int i = 0; i < events; i++) {
                text.append(' ').append(NAMES.get(random.nextInt(NAMES.size())));
                text.append('@').append(500 * random.nextInt(2 * span)).append("ms{n=").append(i);
                text.append(" h=").append(random.nextInt(2)).append('}');
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), BASE);
    }

    /// One name, or two.
    private EventFilter event() {
        return new EventFilter(
                IntStream.rangeClosed(0, random.nextInt(2))
                        .mapToObj(i -> NAMES.get(random.nextInt(NAMES.size())))
                        .map(name -> new EventFilter.Choice(Optional.of(name), List.of()))
                        .toList());
    }

    private <T> T any(T[] some) {
        return some[random.nextInt(some.length)];
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private Funnel funnel(int span) {
        int count = 2 + random.nextInt(4);
        Order order = oneIn(2) ? Order.ORDERED : any(Order.values());
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean inner = i > 0 && i < count - 1;
            steps.add(
                    new Step(
                            event(),
                            inner && order != Order.ANY && oneIn(2),
                            order == Order.ANY && oneIn(3)));
        }
        Attribution at =
                List.of(
                                new Attribution.Entry(),
                                new Attribution.AtStep(1 + random.nextInt(count)),
                                new Attribution.First(),
                                new Attribution.Last())
                        .get(random.nextInt(4));
        Funnel.Builder funnel =
                new Funnel.Builder()
                        .steps(steps)
                        .order(order)
                        .ties(oneIn(2) ? Ties.ANY : any(Ties.values()))
                        .counting(oneIn(2) ? Counting.PEOPLE : any(Counting.values()))
                        .mode(oneIn(2) ? Mode.SOJOURN : any(Mode.values()))
                        .breakdown(new Breakdown(List.of(NUMBER), at, 1_000))
                        .toleranceMillis(oneIn(3) ? 500L * (1 + random.nextInt(3)) : 0);
        if (oneIn(2)) {
            funnel.windowMillis(500L * (1 + random.nextInt(2 * span)));
        }
        if (oneIn(3)) {
            int from = 1 + random.nextInt(count - 1);
            funnel.exclusions(
                    List.of(
                            new Exclusion(event(), from, from + 1 + random.nextInt(count - from)),
                            new Exclusion(event(), 1, count)));
        }
        if (oneIn(3)) {
            long from = BASE + 500L * random.nextInt(span);
            funnel.range(
                    new Range.Between(new TimeRange(from, from + 500L * random.nextInt(span))));
            funnel.completeInRange(oneIn(2));
        }
        if (oneIn(4)) {
            funnel.held(List.of(HALF));
        }
        return funnel.build();
    }

    private void agrees(HistorySource source, Funnel question, int span) {
        Context context = Asks.asOf(BASE + 500L * (span + random.nextInt(3 * span)), Calendar.UTC);
        assertThat(
                        Differences.first(
                                FunnelOracle.answer(source.journeys(), question, context),
                                Folds.PLAIN.ask(source, asking -> question.ask(asking, context))))
                .as("%s\n%s\n%s", question, context, source.journeys())
                .isEmpty();
    }

    @Test
    void shortJourneysOfTiedEventsAgree() {
        for (int history = 0; history < 120; history++) {
            int span = 1 + random.nextInt(3);
            HistorySource source = history(2, 3 + random.nextInt(7), span);
            for (int question = 0; question < 10; question++) {
                agrees(source, funnel(span), span);
            }
        }
    }

    @Test
    void longJourneysAgree() {
        for (int history = 0; history < 4; history++) {
            int span = 150 + 150 * (history % 2);
            HistorySource source = history(1, 150 + 50 * history, span);
            for (int question = 0; question < 12; question++) {
                agrees(source, funnel(span), span);
            }
        }
    }
}
