package io.sojourn.journey.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sojourn.core.kit.Timelines;
import io.sojourn.journey.attribution.AttributionResult.Row;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.scan.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Attribution as text. Every row is opened, and the rows add up.
///
/// ```
/// ask touch=visit point=event.channel conversion=buy model=first value=event.price lookback=7d top=2
/// rows                   => ad 2 150 2, rest 1 5 1, (none) 1 10 1      conversions, value, people
/// total                  => 4 165 3
/// skipped                => 0
/// people ad              => ann bob
/// ```
final class AttributionScript extends Script {

    private Attribution attribution = attribution(Terms.of(""));

    private AttributionScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, AttributionScript::new);
    }

    private static Attribution attribution(Terms terms) {
        return new Attribution(
                terms.filter("touch"),
                terms.has("point") ? Terms.columnOf(terms.word("point", "")) : Column.EVENT_NAME,
                terms.filter("conversion"),
                terms.has("lookback")
                        ? OptionalLong.of(Timelines.millis(terms.word("lookback", "")))
                        : OptionalLong.empty(),
                Attribution.Model.valueOf(terms.word("model", "linear").toUpperCase(Locale.ROOT)),
                terms.has("value")
                        ? Optional.of(Terms.columnOf(terms.word("value", "")))
                        : Optional.empty(),
                terms.range(),
                terms.number("top", 25));
    }

    @Override
    protected void ask(Terms terms) {
        attribution = attribution(terms);
        AttributionResult result = result();
        double conversions = result.rows().stream().mapToDouble(Row::conversions).sum();
        double value = result.rows().stream().mapToDouble(Row::value).sum();
        assertThat(conversions).isCloseTo(result.total().conversions(), within(1e-9));
        assertThat(value).isCloseTo(result.total().value(), within(1e-9));
        opens(result.total());
        result.rows().forEach(this::opens);
    }

    private void opens(Row row) {
        assertThat(attribution.people(Asks.of(source()), context(), row.source()).size())
                .as(row.toString())
                .isEqualTo(row.people());
    }

    private AttributionResult result() {
        return attribution.ask(Asks.of(source()), context());
    }

    @Override
    protected String answer(List<String> words) {
        return switch (words.getFirst()) {
            case "rows" ->
                    result().rows().stream()
                            .map(row -> text(row.source()) + " " + text(row))
                            .collect(Collectors.joining(", "));
            case "total" -> text(result().total());
            case "skipped" -> Long.toString(result().skipped());
            default ->
                    names(
                            attribution.people(
                                    Asks.of(source()), context(), sourceOf(words.getLast())));
        };
    }

    private static Source sourceOf(String word) {
        return switch (word) {
            case "total" -> new Source.All();
            case "rest" -> new Source.Rest();
            case "(none)" -> new Source.None();
            default -> new Source.Touchpoint(word);
        };
    }

    private static String text(Source source) {
        return switch (source) {
            case Source.Touchpoint(String name) -> name;
            case Source.Rest() -> "rest";
            case Source.None() -> "(none)";
            case Source.All() -> "total";
        };
    }

    private static String text(Row row) {
        return number(row.conversions()) + " " + number(row.value()) + " " + row.people();
    }
}
