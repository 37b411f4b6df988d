package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.trend.Lifecycle.State;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Lifecycle as text. Every number is opened.
///
/// ```
/// ask events=pv interval=day range=2025-01-07..2025-01-09
/// new                    => 1 0 0
/// people dormant 2025-01-08 => ann bob
/// ```
final class LifecycleScript extends Script {

    private Lifecycle lifecycle = new Lifecycle(Terms.filterOf("*"), Period.DAILY, new Range.All());

    private LifecycleScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, LifecycleScript::new);
    }

    @Override
    protected void ask(Terms terms) {
        lifecycle = new Lifecycle(terms.filter("events"), terms.period("interval"), terms.range());
        LifecycleResult result = result();
        for (State state : State.values()) {
            List<Long> people = result.people().getOrDefault(state, List.of());
            assertThat(people).hasSize(result.intervals().size());
            for (int interval = 0; interval < people.size(); interval++) {
                LifecycleCell cell = new LifecycleCell(state, interval);
                assertThat(lifecycle.people(Asks.of(source()), context(), cell).size())
                        .as(cell.toString())
                        .isEqualTo(people.get(interval));
            }
        }
    }

    private LifecycleResult result() {
        return lifecycle.ask(Asks.of(source()), context());
    }

    @Override
    protected String answer(List<String> words) {
        if (words.getFirst().equals("people")) {
            int interval = intervalOf(result().intervals(), words.getLast());
            return names(
                    lifecycle.people(
                            Asks.of(source()),
                            context(),
                            new LifecycleCell(state(words.get(1)), interval)));
        }
        return result().people().getOrDefault(state(words.getFirst()), List.of()).stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    private static State state(String word) {
        return State.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
