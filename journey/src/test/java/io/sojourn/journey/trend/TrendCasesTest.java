package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.journey.Context;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Cases;
import io.sojourn.journey.kit.Cases.Case;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.TrendResult.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrendCasesTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    static Stream<Case> trends() {
        return Cases.of("trends.json").stream()
                .filter(one -> one.query().get("kind").asText().equals("trend"));
    }

    @ParameterizedTest
    @MethodSource("trends")
    void anotherEnginesLinesComeOut(Case one) {
        Context context = Asks.asOf(NOW, one.calendar());
        List<Line> lines = lines(one, context);
        JsonNode series = one.expected().path("series");
        for (int i = 0; i < series.size(); i++) {
            equal(series.get(i), lines.get(i));
        }
        one.expected()
                .path("by_breakdown")
                .properties()
                .forEach(entry -> equal(entry.getValue(), of(one, context, entry.getKey())));
        if (one.expected().has("breakdown_count")) {
            assertThat(lines).hasSize(one.expected().get("breakdown_count").asInt());
        }
    }

    static Stream<Case> stickiness() {
        return Cases.of("trends.json").stream()
                .filter(one -> one.query().get("kind").asText().equals("stickiness"));
    }

    @ParameterizedTest
    @MethodSource("stickiness")
    void anotherEnginesStickinessComesOut(Case one) {
        JsonNode minimum = one.query().path("min_events_per_interval");
        Stickiness asked =
                new Stickiness(
                        one.filter(one.query().get("series").get(0)),
                        period(one.query()),
                        new Range.Between(one.range()),
                        minimum.isMissingNode()
                                ? Occurrences.ANY
                                : new Occurrences(
                                        Operator.of(minimum.get("op").asText()).orElseThrow(),
                                        minimum.get("value").asLong()),
                        one.query().path("cumulative").asBoolean());
        StickinessResult result = asked.ask(Asks.of(one.source()), Asks.asOf(NOW, one.calendar()));
        assertThat(result.people()).isEqualTo(longs(one.expected().get("data")));
    }

    static Stream<Case> lifecycles() {
        return Cases.of("trends.json").stream()
                .filter(one -> one.query().get("kind").asText().equals("lifecycle"));
    }

    @ParameterizedTest
    @MethodSource("lifecycles")
    void anotherEnginesLifecycleComesOut(Case one) {
        Lifecycle asked =
                new Lifecycle(
                        one.filter(one.query().get("series")),
                        period(one.query()),
                        new Range.Between(one.range()));
        Map<Lifecycle.State, List<Long>> people =
                asked.ask(Asks.of(one.source()), Asks.asOf(NOW, one.calendar())).people();
        for (Lifecycle.State state : Lifecycle.State.values()) {
            List<Long> expected =
                    longs(one.expected().get(state.name().toLowerCase(Locale.ROOT))).stream()
                            .map(Math::abs)
                            .toList();
            assertThat(people).containsEntry(state, expected);
        }
    }

    private static List<Long> longs(JsonNode numbers) {
        List<Long> longs = new ArrayList<>();
        numbers.forEach(number -> longs.add(number.asLong()));
        return longs;
    }

    /// A value of the breakdown, or a segment.
    private static Line of(Case one, Context context, String name) {
        JsonNode segments = one.query().path("segments");
        if (segments.isMissingNode()) {
            return lines(one, context).stream()
                    .filter(line -> line.group().values().equals(List.of(Optional.of(name))))
                    .findFirst()
                    .orElseThrow();
        }
        if (segments.get(name).isNull()) {
            return lines(one, context).getFirst();
        }
        List<Long> members = new ArrayList<>();
        segments.get(name).forEach(person -> members.add(one.people().get(person.asText())));
        PersonSet set = PersonSet.of(members.stream().mapToLong(Long::longValue).toArray());
        return lines(one, context.among(set)).getFirst();
    }

    /// Those of the formula where there is one.
    private static List<Line> lines(Case one, Context context) {
        JsonNode query = one.query();
        List<Series> series = new ArrayList<>();
        query.get("series")
                .forEach(step -> series.add(new Series(one.filter(step), new Measure.Events())));
        Optional<Formula> formula =
                query.has("formula")
                        ? Optional.of(Formula.parse(query.get("formula").asText()))
                        : Optional.empty();
        Trend trend =
                new Trend(
                        series,
                        formula,
                        period(query),
                        new Range.Between(one.range()),
                        query.has("breakdown")
                                ? Breakdown.by(Case.column(query.get("breakdown")))
                                : Breakdown.NONE,
                        false,
                        1);
        return trend.ask(Asks.of(one.source()), context).lines().stream()
                .filter(line -> line.series().isEmpty() || formula.isEmpty())
                .toList();
    }

    private static void equal(JsonNode expected, Line line) {
        assertThat(line.total()).hasValue(expected.get("total").asDouble());
        JsonNode data = expected.path("data");
        for (int i = 0; i < data.size(); i++) {
            assertThat(line.values().get(i)).as("interval " + i).hasValue(data.get(i).asDouble());
        }
        assertThat(data.size()).isIn(0, line.values().size());
    }

    private static Period period(JsonNode query) {
        String[] words = query.get("interval").asText().split(" ");
        return new Period(
                Unit.of(words[words.length - 1]).orElseThrow(),
                words.length == 1 ? 1 : Integer.parseInt(words[0]));
    }
}
