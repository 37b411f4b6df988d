package io.sojourn.journey.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.retention.Columns.Bracket;
import io.sojourn.journey.retention.Columns.Criterion;
import io.sojourn.journey.retention.Retention.Cohort;
import io.sojourn.journey.retention.Retention.Counting;
import io.sojourn.journey.retention.RetentionResult.Average;
import io.sojourn.journey.retention.RetentionResult.Cell;
import io.sojourn.journey.retention.RetentionResult.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Retention as text: journeys, questions as [Terms], answers after `=>`. Of every question each cell is opened and its
/// people are counted.
///
/// ```
/// ann[plan=pro]  signup@20h  open@1d6h
/// ask start=signup return=open period=day columns=3 cohort=recurring criterion=on occurrences=2 rolling later
/// ask start=signup return=open period=week brackets=1-2,3-8
/// 2025-01-06         => 1 1 0*           a cohort by its local day (and time, of hours); * = incomplete
/// pro 2025-01-06     => 1 1 0*           of a group
/// average            => 100% 50% -
/// people 2025-01-06 1 => ann
/// groups             => pro 3, (none) 1
/// ```
final class RetentionScript extends Script {

    private Retention retention = retention(Terms.of(""));

    private RetentionScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, RetentionScript::new);
    }

    static int run(String text) {
        return run(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    @Override
    protected void ask(Terms terms) {
        retention = retention(terms);
        everyCellOpensItsPeople(retention, context(), source());
    }

    private static Retention retention(Terms terms) {
        return new Retention(
                terms.filter("start"),
                terms.filter("return"),
                terms.period("period"),
                terms.has("rolling") ? Counting.ROLLING : Counting.CALENDAR,
                columns(terms),
                Cohort.valueOf(terms.word("cohort", "recurring").toUpperCase(Locale.ROOT)),
                terms.number("occurrences", 1),
                terms.breakdown(),
                terms.range(),
                terms.has("later"));
    }

    private static Columns columns(Terms terms) {
        if (!terms.has("brackets")) {
            return new Columns.Each(
                    terms.number("columns", 3),
                    Criterion.valueOf(terms.word("criterion", "on").toUpperCase(Locale.ROOT)));
        }
        List<Bracket> brackets = new ArrayList<>();
        for (String bracket : terms.word("brackets", "").split(",")) {
            String[] ends = bracket.split("-");
            brackets.add(new Bracket(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])));
        }
        return new Columns.Brackets(brackets);
    }

    @Override
    protected String answer(List<String> words) {
        RetentionResult result = retention.ask(Asks.of(source()), context());
        if (words.getFirst().equals("groups")) {
            return result.groups().stream()
                    .map(table -> Terms.textOf(table.group()) + " " + table.people())
                    .collect(Collectors.joining(", "));
        }
        boolean people = words.remove("people");
        int column = people ? Integer.parseInt(words.removeLast()) : 0;
        String what = words.removeLast();
        Group group = Terms.groupOf(String.join(" ", words));
        Table table =
                result.groups().stream()
                        .filter(one -> one.group().equals(group))
                        .findFirst()
                        .orElseThrow();
        if (what.equals("average")) {
            return table.average().stream()
                    .map(RetentionScript::text)
                    .collect(Collectors.joining(" "));
        }
        int cohort = intervalOf(result.cohorts(), what);
        if (people) {
            return names(
                    retention.people(
                            Asks.of(source()),
                            context(),
                            new RetentionCell(group, OptionalInt.of(cohort), column)));
        }
        return table.rows().get(cohort).stream()
                .map(RetentionScript::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(Cell cell) {
        return cell.people() + (cell.incomplete() ? "*" : "");
    }

    private static String text(Average average) {
        return average.share().isEmpty()
                ? "-"
                : Math.round(100 * average.share().getAsDouble()) + "%";
    }

    static void everyCellOpensItsPeople(
            Retention retention, Context context, HistorySource source) {
        RetentionResult result = retention.ask(Asks.of(source), context);
        for (Table table : result.groups()) {
            RetentionCell all = new RetentionCell(table.group(), OptionalInt.empty(), 0);
            assertThat(retention.people(Asks.of(source), context, all).size())
                    .as("people of " + table.group())
                    .isEqualTo(table.people());
            for (int cohort = 0; cohort < table.rows().size(); cohort++) {
                for (int column = 0; column < retention.columns().count(); column++) {
                    RetentionCell cell =
                            new RetentionCell(table.group(), OptionalInt.of(cohort), column);
                    assertThat(retention.people(Asks.of(source), context, cell).size())
                            .as(cell.toString())
                            .isEqualTo(table.rows().get(cohort).get(column).people());
                }
            }
        }
    }
}
