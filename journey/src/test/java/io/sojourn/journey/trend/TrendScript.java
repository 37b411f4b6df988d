package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.trend.TrendResult.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Trends as text. Of every question each cell is opened; where it counts people, they are counted.
///
/// ```
/// ann[plan=pro]  pv@1h{browser=Chrome}  buy@1d{price=10}
/// ask A=pv B=buy:sum:event.price formula=A/B interval=day by=event.browser top=2 previous rolling=2
/// A                      => 1 0 | 1           values | total, - = none
/// A Chrome               => 1 0 | 1
/// formula Chrome         => - | -
/// A skipped              => 0
/// A rolling              => 1 0.5
/// previous A             => 0 0 | 0
/// intervals              => 2025-01-06 2025-01-07*
/// groups                 => Chrome, rest
/// people A Chrome total  => ann
/// people previous A 2025-01-05 =>
/// ```
final class TrendScript extends Script {

    private Trend trend =
            Trend.of(
                    new Series(Terms.filterOf("*"), new Measure.Events()),
                    Terms.of("").period("interval"),
                    Terms.of("").range());

    private TrendScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, TrendScript::new);
    }

    static int run(String text) {
        return run(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    @Override
    protected void ask(Terms terms) {
        List<Series> series = new ArrayList<>();
        for (char letter = 'A'; terms.has(Character.toString(letter)); letter++) {
            series.add(series(terms.word(Character.toString(letter), "")));
        }
        trend =
                new Trend(
                        series,
                        Optional.of(terms.word("formula", ""))
                                .filter(text -> !text.isEmpty())
                                .map(Formula::parse),
                        terms.period("interval"),
                        terms.range(),
                        terms.breakdown(),
                        terms.has("previous"),
                        terms.number("rolling", 1));
        everyCellOpensItsPeople(trend, context(), source());
    }

    private static Series series(String text) {
        String[] parts = text.split(":");
        return new Series(
                Terms.filterOf(parts[0]),
                parts.length == 1
                        ? new Measure.Events()
                        : parts.length == 2
                                ? measure(parts[1])
                                : new Measure.OfNumbers(
                                        Terms.columnOf(parts[2]), statistic(parts[1])));
    }

    private static Measure measure(String word) {
        return switch (word) {
            case "events" -> new Measure.Events();
            case "people" -> new Measure.People();
            case "visits" -> new Measure.Visits();
            case "per_person" -> new Measure.EventsPerPerson();
            default -> throw new IllegalArgumentException("no measure: " + word);
        };
    }

    private static Measure.Statistic statistic(String word) {
        return switch (word) {
            case "sum" -> new Measure.Statistic.Sum();
            case "mean" -> new Measure.Statistic.Mean();
            case "min" -> new Measure.Statistic.Min();
            case "max" -> new Measure.Statistic.Max();
            default -> new Measure.Statistic.Percentile(Double.parseDouble(word.substring(1)));
        };
    }

    @Override
    protected String answer(List<String> words) {
        TrendResult now = trend.ask(Asks.of(source()), context());
        boolean people = words.remove("people");
        boolean previous = words.remove("previous");
        TrendResult result = previous ? now.previous().orElseThrow() : now;
        String interval = people ? words.removeLast() : "";
        boolean skipped = words.remove("skipped");
        boolean rolling = words.remove("rolling");
        String what = words.removeFirst();
        if (what.equals("intervals")) {
            return intervals(result.intervals());
        }
        if (what.equals("groups")) {
            return result.lines().stream()
                    .map(line -> Terms.textOf(line.group()))
                    .distinct()
                    .collect(Collectors.joining(", "));
        }
        OptionalInt series =
                what.equals("formula") ? OptionalInt.empty() : OptionalInt.of(what.charAt(0) - 'A');
        Group group = Terms.groupOf(String.join(" ", words));
        if (people) {
            OptionalInt number =
                    interval.equals("total")
                            ? OptionalInt.empty()
                            : OptionalInt.of(intervalOf(result.intervals(), interval));
            return names(
                    trend.people(
                            Asks.of(source()),
                            context(),
                            new TrendCell(series.getAsInt(), group, number, previous)));
        }
        Line line =
                result.lines().stream()
                        .filter(one -> one.series().equals(series) && one.group().equals(group))
                        .findFirst()
                        .orElseThrow();
        if (skipped) {
            return Long.toString(line.skipped());
        }
        return rolling ? texts(line.averages()) : texts(line.values()) + " | " + text(line.total());
    }

    private static String texts(List<OptionalDouble> values) {
        return values.stream().map(TrendScript::text).collect(Collectors.joining(" "));
    }

    static String text(OptionalDouble value) {
        return value.isEmpty() ? "-" : number(value.getAsDouble());
    }

    /// Of measures that count people the numbers are equal; of the others whoever has a value has people.
    static void everyCellOpensItsPeople(Trend trend, Context context, HistorySource source) {
        TrendResult now = trend.ask(Asks.of(source), context);
        everyCellOpensItsPeople(trend, context, source, now, false);
        now.previous()
                .ifPresent(past -> everyCellOpensItsPeople(trend, context, source, past, true));
    }

    private static void everyCellOpensItsPeople(
            Trend trend,
            Context context,
            HistorySource source,
            TrendResult result,
            boolean previous) {
        for (Line line : result.lines()) {
            if (line.series().isEmpty()) {
                continue;
            }
            int series = line.series().getAsInt();
            for (int interval = -1; interval < result.intervals().size(); interval++) {
                TrendCell cell =
                        new TrendCell(
                                series,
                                line.group(),
                                interval < 0 ? OptionalInt.empty() : OptionalInt.of(interval),
                                previous);
                OptionalDouble value = interval < 0 ? line.total() : line.values().get(interval);
                long people = trend.people(Asks.of(source), context, cell).size();
                if (trend.series().get(series).measure() instanceof Measure.People) {
                    assertThat(people).as(cell.toString()).isEqualTo((long) value.getAsDouble());
                } else if (trend.series().get(series).measure() instanceof Measure.OfNumbers) {
                    assertThat(people > 0 || value.isEmpty() || value.getAsDouble() == 0)
                            .as(cell.toString())
                            .isTrue();
                } else {
                    assertThat(people > 0)
                            .as(cell.toString())
                            .isEqualTo(value.isPresent() && value.getAsDouble() > 0);
                }
            }
        }
    }
}
