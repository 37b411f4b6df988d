package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.segment.Operator;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.stream.Collectors;

/// Stickiness as text. Every number is opened.
///
/// ```
/// ask events=pv interval=day cumulative occurrences=gte:2
/// people                 => 1 1 1
/// people 2               => cat
/// ```
final class StickinessScript extends Script {

    private Stickiness stickiness =
            new Stickiness(
                    Terms.filterOf("*"), Period.DAILY, new Range.All(), Occurrences.ANY, false);

    private StickinessScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, StickinessScript::new);
    }

    @Override
    protected void ask(Terms terms) {
        String[] occurrences = terms.word("occurrences", "gte:1").split(":");
        stickiness =
                new Stickiness(
                        terms.filter("events"),
                        terms.period("interval"),
                        terms.range(),
                        new Occurrences(
                                Operator.of(occurrences[0]).orElseThrow(),
                                Long.parseLong(occurrences[1])),
                        terms.has("cumulative"));
        List<Long> people = stickiness.ask(Asks.of(source()), context()).people();
        for (int intervals = 1; intervals <= people.size(); intervals++) {
            assertThat(stickiness.people(Asks.of(source()), context(), intervals).size())
                    .isEqualTo(people.get(intervals - 1));
        }
    }

    @Override
    protected String answer(List<String> words) {
        if (words.size() == 2) {
            return names(
                    stickiness.people(
                            Asks.of(source()), context(), Integer.parseInt(words.getLast())));
        }
        return stickiness.ask(Asks.of(source()), context()).people().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
