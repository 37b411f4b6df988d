package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Interval;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Cases;
import io.sojourn.journey.kit.Cases.Case;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunnelCasesTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    /// Ours, where we choose another definition: an event serves one step; a later clean attempt converts.
    private static final Map<String, Map<String, Integer>> OUR_LEVELS =
            Map.of(
                    "ch_wf_same_event_3x_default", Map.of("u1", 1),
                    "ch_wf_reentry_strict_order", Map.of("1", 2, "2", 3, "3", 3, "4", 1, "5", 3),
                    "ch_wf_ecom_4step_strict_order", Map.of("1", 4, "2", 2, "3", 2));

    /// A person's level there is one that nobody else's rules give.
    private static final String QUIRK = "ch_wf_reentry_dedup";

    static Stream<Case> cases() {
        return Cases.of("funnel.json").stream();
    }

    private static Funnel funnel(Case one) {
        JsonNode query = one.query();
        List<Step> steps = new ArrayList<>();
        query.get("steps").forEach(step -> steps.add(new Step(one.filter(step))));
        Funnel.Builder funnel = new Funnel.Builder().steps(steps).order(order(query));
        if (query.hasNonNull("window")) {
            JsonNode window = query.get("window");
            long millis =
                    switch (Unit.of(window.get("unit").asText()).orElseThrow()) {
                        case SECOND -> 1_000;
                        case HOUR -> 3_600_000;
                        case DAY -> 86_400_000;
                        default -> throw new IllegalStateException("window " + window);
                    };
            funnel.windowMillis(window.get("value").asLong() * millis);
        }
        List<Exclusion> exclusions = new ArrayList<>();
        query.path("exclusions")
                .forEach(
                        exclusion ->
                                exclusions.add(
                                        new Exclusion(
                                                one.filter(exclusion),
                                                exclusion.get("from_step").asInt() + 1,
                                                exclusion.get("to_step").asInt() + 1)));
        funnel.exclusions(exclusions);
        if (query.has("from")) {
            funnel.range(new Range.Between(one.range()));
        }
        if (query.has("breakdown")) {
            funnel.breakdown(breakdown(query.get("breakdown")));
        }
        if (query.has("interval")) {
            Unit unit = Unit.of(query.get("interval").asText()).orElseThrow();
            funnel.interval(new Period(unit, 1));
        }
        for (JsonNode mode : query.path("modes")) {
            switch (mode.asText()) {
                case "strict_order" -> funnel.order(Order.STRICT);
                case "strict_increase" -> funnel.ties(Ties.NEVER);
                case "strict_once" -> funnel.ties(Ties.ANY);
                default -> throw new IllegalStateException("mode " + mode);
            }
        }
        return funnel.build();
    }

    private static Order order(JsonNode query) {
        return switch (query.path("order").asText("ordered")) {
            case "ordered", "ret_closed" -> Order.ORDERED;
            case "strict" -> Order.STRICT;
            case "unordered" -> Order.ANY;
            default -> throw new IllegalStateException("order of " + query);
        };
    }

    private static Breakdown breakdown(JsonNode said) {
        List<Column> columns = new ArrayList<>();
        if (said.has("keys")) {
            said.get("keys")
                    .forEach(key -> columns.add(new Column(Column.Scope.EVENT, key.asText())));
        } else {
            columns.add(Cases.Case.column(said));
        }
        return new Breakdown(columns, new Attribution.Entry(), 25);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anotherEnginesNumbersComeOut(Case one) {
        Funnel funnel = funnel(one);
        Context context = Asks.asOf(NOW, one.calendar());
        FunnelResult result = funnel.ask(Asks.of(one.source()), context);
        Flow all = result.rows().getFirst().all();
        JsonNode expected = one.expected();
        counts(expected.path("counts"), all);
        times(expected.path("avg_seconds"), all);
        JsonNode medians = expected.path("median_seconds");
        for (int step = 0; step < medians.size(); step++) {
            if (!medians.get(step).isNull()) {
                assertThat(all.steps().get(step).fromPrevious().median())
                        .isEqualTo(medians.get(step).asDouble());
            }
        }
        JsonNode shares = expected.path("rate_of_all_people");
        for (int step = 0; step < shares.size(); step++) {
            assertThat(1.0 * all.steps().get(step).reached().count() / result.people())
                    .isEqualTo(shares.get(step).asDouble());
        }
        expected.path("people")
                .properties()
                .forEach(
                        entry -> {
                            int step = Integer.parseInt(entry.getKey());
                            assertThat(reached(one, funnel, context, step).stream())
                                    .containsExactlyInAnyOrderElementsOf(
                                            numbers(one, entry.getValue()));
                        });
        groups(one, result);
        segments(one, funnel, context);
        periods(one, result);
    }

    private static void counts(JsonNode counts, Flow flow) {
        for (int step = 0; step < counts.size(); step++) {
            if (!counts.get(step).isNull()) {
                assertThat(flow.steps().get(step).reached().count())
                        .as("step %d", step + 1)
                        .isEqualTo(counts.get(step).asLong());
            }
        }
    }

    private static void times(JsonNode seconds, Flow flow) {
        for (int step = 0; step < seconds.size(); step++) {
            if (!seconds.get(step).isNull()) {
                assertThat(flow.steps().get(step).fromPrevious().mean())
                        .isCloseTo(seconds.get(step).asDouble(), within(1e-6));
            }
        }
    }

    private static List<Long> numbers(Case one, JsonNode names) {
        List<Long> numbers = new ArrayList<>();
        names.forEach(name -> numbers.add(one.people().get(name.asText())));
        return numbers;
    }

    private static PersonSet reached(Case one, Funnel funnel, Context context, int step) {
        FunnelCell cell =
                new FunnelCell(Group.EVERYONE, OptionalInt.empty(), step, FunnelCell.Kind.REACHED);
        return funnel.people(Asks.of(one.source()), context, cell);
    }

    /// A group that nobody is in has no row.
    private static void groups(Case one, FunnelResult result) {
        JsonNode seconds = one.expected().path("avg_seconds_by_breakdown");
        one.expected()
                .path("counts_by_breakdown")
                .properties()
                .forEach(
                        entry -> {
                            Optional<Flow> flow =
                                    result.rows().stream()
                                            .filter(row -> isOf(row.group(), entry.getKey()))
                                            .map(FunnelResult.Row::all)
                                            .findFirst();
                            if (flow.isPresent()) {
                                counts(entry.getValue(), flow.get());
                                times(seconds.path(entry.getKey()), flow.get());
                            } else {
                                assertThat(entry.getValue().toString()).matches("\\[(null|0|,)*]");
                            }
                        });
    }

    private static boolean isOf(Group group, String values) {
        return group.values().stream()
                .map(value -> value.orElse(""))
                .toList()
                .equals(Arrays.asList(values.split("\\|")));
    }

    private static void segments(Case one, Funnel funnel, Context context) {
        one.expected()
                .path("counts_by_segment")
                .properties()
                .forEach(
                        entry -> {
                            JsonNode names = one.query().get("segments").get(entry.getKey());
                            long[] people =
                                    numbers(one, names).stream()
                                            .mapToLong(number -> number)
                                            .toArray();
                            FunnelResult result =
                                    funnel.ask(
                                            Asks.of(one.source()),
                                            context.among(PersonSet.of(people)));
                            counts(entry.getValue(), result.rows().getFirst().all());
                        });
    }

    private static void periods(Case one, FunnelResult result) {
        JsonNode periods = one.expected().path("periods");
        if (periods.isMissingNode()) {
            return;
        }
        List<Interval> intervals = result.rows().getFirst().intervals();
        assertThat(intervals).hasSameSizeAs(periods);
        for (int i = 0; i < periods.size(); i++) {
            List<FunnelResult.Step> steps = intervals.get(i).flow().steps();
            JsonNode period = periods.get(i);
            LocalDate start = LocalDate.parse(period.get("start").asText());
            assertThat(intervals.get(i).from()).isEqualTo(one.calendar().start(start));
            assertThat(steps.getFirst().reached().count())
                    .isEqualTo(period.get("entered").asLong());
            assertThat(steps.getLast().reached().count())
                    .isEqualTo(period.get("completed").asLong());
        }
    }

    static Stream<Case> levels() {
        return Cases.of("windowfunnel.json").stream().filter(one -> !one.name().equals(QUIRK));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void everyPersonComesAsFarAsInAnotherEngine(Case one) {
        Funnel funnel = funnel(one);
        Context context = Asks.asOf(NOW, one.calendar());
        one.expected()
                .get("levels")
                .properties()
                .forEach(
                        entry -> {
                            int level =
                                    Optional.ofNullable(OUR_LEVELS.get(one.name()))
                                            .map(ours -> ours.get(entry.getKey()))
                                            .orElse(entry.getValue().asInt());
                            long person = one.people().get(entry.getKey());
                            int reached = 0;
                            while (reached < funnel.steps().size()
                                    && reached(one, funnel, context, reached + 1)
                                            .contains(person)) {
                                reached++;
                            }
                            assertThat(reached).as(entry.getKey()).isEqualTo(level);
                        });
    }
}
