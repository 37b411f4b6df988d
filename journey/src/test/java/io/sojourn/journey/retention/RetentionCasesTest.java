package io.sojourn.journey.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Cases;
import io.sojourn.journey.kit.Cases.Case;
import io.sojourn.journey.retention.Columns.Criterion;
import io.sojourn.journey.retention.Retention.Cohort;
import io.sojourn.journey.retention.Retention.Counting;
import io.sojourn.journey.retention.RetentionResult.Cell;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionCasesTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    static Stream<Case> cases() {
        return Cases.of("retention.json").stream()
                .filter(one -> one.query().get("kind").asText().equals("retention"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anotherEnginesNumbersComeOut(Case one) {
        Retention retention = retention(one);
        Context context = Asks.asOf(NOW, one.calendar());
        RetentionResult result = retention.ask(Asks.of(one.source()), context);
        List<List<Cell>> rows = result.groups().getFirst().rows();
        JsonNode expected = one.expected();
        if (expected.has("triangle")) {
            equal(expected.get("triangle"), rows);
        }
        if (expected.has("matrix")) {
            equal(
                    expected.get("matrix"),
                    rows.stream().filter(row -> row.getFirst().people() > 0).toList());
        }
        if (expected.has("shares")) {
            shares(expected, result);
        }
        expected.path("people")
                .properties()
                .forEach(
                        entry -> {
                            int cohort = Integer.parseInt(entry.getKey());
                            List<Long> numbers = new ArrayList<>();
                            entry.getValue()
                                    .forEach(name -> numbers.add(one.people().get(name.asText())));
                            assertThat(people(one, retention, context, cohort, 0).stream())
                                    .containsExactlyInAnyOrderElementsOf(numbers);
                        });
        expected.path("appearances_intervals")
                .properties()
                .forEach(entry -> appearances(one, retention, context, entry.getKey()));
    }

    static Stream<Case> conditions() {
        return Cases.of("retention.json").stream()
                .filter(one -> one.query().get("kind").asText().equals("retention_conditions"));
    }

    /// Condition 1 is the cohort of the first day, condition `k` a return on the day of column `k - 1`.
    @ParameterizedTest
    @MethodSource("conditions")
    void conditionsOnConsecutiveDaysAreDailyRetention(Case one) {
        JsonNode days = one.query().get("conditions");
        long from = one.calendar().start(LocalDate.parse(days.get(0).get("day").asText()));
        Retention retention =
                Retention.of(
                        EventFilter.ANY,
                        EventFilter.ANY,
                        Period.DAILY,
                        new Columns.Each(days.size(), Criterion.ON),
                        Cohort.FIRST_IN_RANGE,
                        new Range.Between(
                                new TimeRange(
                                        from, one.calendar().plus(from, Unit.DAY, days.size()))));
        Context context = Asks.asOf(NOW, one.calendar());
        for (int column = 0; column < days.size(); column++) {
            PersonSet people = people(one, retention, context, 0, column);
            for (Map.Entry<String, Long> person : one.people().entrySet()) {
                assertThat(people.contains(person.getValue()))
                        .isEqualTo(
                                one.expected()
                                                .get("per_person")
                                                .get(person.getKey())
                                                .get(column)
                                                .asInt()
                                        == 1);
            }
        }
    }

    private static PersonSet people(
            Case one, Retention retention, Context context, int cohort, int column) {
        return retention.people(
                Asks.of(one.source()),
                context,
                new RetentionCell(Group.EVERYONE, OptionalInt.of(cohort), column));
    }

    private static void appearances(Case one, Retention retention, Context context, String name) {
        int cohort = Integer.parseInt(one.expected().get("people").fieldNames().next());
        List<Integer> columns = new ArrayList<>();
        one.expected().get("appearances_intervals").get(name).forEach(c -> columns.add(c.asInt()));
        for (int column = 0; column < retention.columns().count() - cohort; column++) {
            assertThat(
                            people(one, retention, context, cohort, column)
                                    .contains(one.people().get(name)))
                    .as(name + " in column " + column)
                    .isEqualTo(columns.contains(column));
        }
    }

    /// Cells outside the range are incomplete here and 0 there.
    private static void equal(JsonNode expected, List<List<Cell>> rows) {
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.get(i).size(); j++) {
                assertThat(rows.get(i).get(j).people())
                        .as("cohort " + i + " column " + j)
                        .isEqualTo(expected.get(i).get(j).asLong());
            }
        }
    }

    /// Their row of averages is a mean of shares; ours is pooled over people, so it is not compared.
    private static void shares(JsonNode expected, RetentionResult result) {
        int row = 0;
        for (int i = 0; i < result.cohorts().size(); i++) {
            List<Cell> cells = result.groups().getFirst().rows().get(i);
            long size = cells.getFirst().people();
            if (size == 0) {
                continue;
            }
            assertThat(Instant.ofEpochMilli(result.cohorts().get(i).from()).toString())
                    .startsWith(expected.get("cohorts").get(row).asText());
            JsonNode shares = expected.get("shares").get(row++);
            for (int j = 0; j < shares.size(); j++) {
                assertThat((double) cells.get(j).people() / size)
                        .as("cohort " + i + " column " + j)
                        .isCloseTo(shares.get(j).asDouble(), within(0.005));
            }
        }
        assertThat(row)
                .isEqualTo(
                        expected.get("cohorts").size()
                                - (expected.get("cohorts").toString().contains("Average") ? 1 : 0));
    }

    private static Retention retention(Case one) {
        JsonNode query = one.query();
        boolean blocks = query.has("cohort_period");
        Period period =
                blocks
                        ? new Period(
                                unit(query.get("cohort_period").get("unit").asText()),
                                query.get("cohort_period").get("value").asInt())
                        : new Period(unit(query.get("period").asText()), 1);
        int columns =
                blocks
                        ? one.expected().get("shares").get(0).size()
                        : query.get("intervals").asInt();
        return new Retention(
                one.filter(query.get("start")),
                one.filter(query.get("return")),
                period,
                Counting.CALENDAR,
                new Columns.Each(
                        columns,
                        query.path("cumulative").asBoolean()
                                ? Criterion.ON_OR_AFTER
                                : Criterion.ON),
                switch (query.get("mode").asText()) {
                    case "recurring" -> Cohort.RECURRING;
                    case "first_time_in_range" -> Cohort.FIRST_IN_RANGE;
                    default -> Cohort.FIRST_EVER;
                },
                query.path("min_occurrences").asInt(1),
                Breakdown.NONE,
                range(one, period, columns),
                false);
    }

    private static Range range(Case one, Period period, int columns) {
        if (!one.query().has("from")) {
            return new Range.All();
        }
        long to =
                one.query().has("to")
                        ? one.range().to()
                        : one.calendar().plus(one.from(), period.unit(), columns);
        return new Range.Between(new TimeRange(one.from(), to));
    }

    private static Unit unit(String word) {
        return Unit.of(word).orElseThrow();
    }
}
