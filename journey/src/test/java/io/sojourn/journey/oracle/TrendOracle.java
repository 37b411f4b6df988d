package io.sojourn.journey.oracle;

import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Interval;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.Formula;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Measures per interval: the events of every cell are gathered and measured by themselves.
public final class TrendOracle {

    /// An event of a series.
    private record Occurrence(
            int series, SeenPerson person, int event, List<Optional<String>> values) {

        long time() {
            return person.time(event);
        }
    }

    private final Trend question;
    private final Context context;
    private final List<SeenPerson> people;

    private TrendOracle(List<Journey> journeys, Trend question, Context context) {
        this.question = question;
        this.context = context;
        people = SeenPerson.all(journeys, context);
    }

    public static TrendResult answer(List<Journey> journeys, Trend question, Context context) {
        TrendOracle oracle = new TrendOracle(journeys, question, context);
        List<EventFilter> filters = question.series().stream().map(Series::events).toList();
        TimeRange range =
                Ranges.resolve(
                        oracle.people,
                        context,
                        question.range(),
                        question.interval().unit(),
                        filters);
        List<List<Optional<String>>> named = oracle.named(range);
        boolean rest = oracle.hasOthers(range, named);
        TrendResult now = oracle.result(range, named, rest, Optional.empty());
        if (!question.previous()) {
            return now;
        }
        TimeRange before = before(range, context.calendar());
        TrendResult previous =
                oracle.result(before, named, oracle.hasOthers(before, named), Optional.empty());
        return new TrendResult(now.intervals(), now.lines(), Optional.of(previous));
    }

    /// Both ends go back by as many days as the range touches.
    private static TimeRange before(TimeRange range, Calendar calendar) {
        if (range.isEmpty()) {
            return range;
        }
        long days =
                ChronoUnit.DAYS.between(calendar.date(range.from()), calendar.date(range.to() - 1))
                        + 1;
        return new TimeRange(
                calendar.plus(range.from(), Unit.DAY, -days),
                calendar.plus(range.to(), Unit.DAY, -days));
    }

    private List<Occurrence> occurrences(TimeRange range) {
        List<Occurrence> found = new ArrayList<>();
        for (int series = 0; series < question.series().size(); series++) {
            for (SeenPerson person : people) {
                for (int event : person.matching(question.series().get(series).events())) {
                    if (range.contains(person.time(event))) {
                        found.add(
                                new Occurrence(
                                        series,
                                        person,
                                        event,
                                        question.breakdown().columns().stream()
                                                .map(column -> person.value(event, column))
                                                .toList()));
                    }
                }
            }
        }
        return found;
    }

    // --- groups

    /// Values of the groups with the largest totals, summed over the series.
    private List<List<Optional<String>>> named(TimeRange range) {
        Map<List<Optional<String>>, Double> sizes = new HashMap<>();
        List<Occurrence> all = occurrences(range);
        for (Occurrence one : all) {
            sizes.computeIfAbsent(one.values, values -> total(all, values));
        }
        return sizes.keySet().stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (List<Optional<String>> values) -> -sizes.get(values))
                                .thenComparing(Values.ORDER))
                .limit(question.breakdown().top())
                .toList();
    }

    private double total(List<Occurrence> all, List<Optional<String>> values) {
        double total = 0;
        for (int series = 0; series < question.series().size(); series++) {
            int of = series;
            List<Occurrence> some =
                    all.stream()
                            .filter(one -> one.series == of && one.values.equals(values))
                            .toList();
            total += measured(question.series().get(series).measure(), some).orElse(0);
        }
        return total;
    }

    private boolean hasOthers(TimeRange range, List<List<Optional<String>>> named) {
        return !question.breakdown().isNone()
                && occurrences(range).stream().anyMatch(one -> !named.contains(one.values));
    }

    // --- lines

    private TrendResult result(
            TimeRange range,
            List<List<Optional<String>>> named,
            boolean rest,
            Optional<TrendResult> previous) {
        Buckets buckets = Buckets.of(context.calendar(), question.interval(), range);
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            intervals.add(
                    new Interval(
                            buckets.start(i),
                            buckets.end(i),
                            buckets.isIncomplete(i, context.asOf())));
        }
        List<Occurrence> all = occurrences(range);
        List<Group> groups = new ArrayList<>();
        if (question.breakdown().isNone()) {
            groups.add(Group.EVERYONE);
        } else {
            named.forEach(values -> groups.add(new Group(values, false)));
            if (rest) {
                groups.add(Group.REST);
            }
        }
        List<List<TrendResult.Line>> bySeries = new ArrayList<>();
        for (int series = 0; series < question.series().size(); series++) {
            int of = series;
            List<TrendResult.Line> lines = new ArrayList<>();
            for (Group group : groups) {
                Predicate<Occurrence> belongs =
                        one ->
                                one.series == of
                                        && (group.rest()
                                                ? !named.contains(one.values)
                                                : one.values.equals(group.values()));
                lines.add(line(series, group, all.stream().filter(belongs).toList(), buckets));
            }
            bySeries.add(lines);
        }
        List<TrendResult.Line> lines = new ArrayList<>();
        bySeries.forEach(lines::addAll);
        for (int group = 0; group < groups.size() && question.formula().isPresent(); group++) {
            int of = group;
            lines.add(
                    calculated(
                            question.formula().get(),
                            groups.get(group),
                            bySeries.stream().map(some -> some.get(of)).toList(),
                            buckets.count()));
        }
        return new TrendResult(intervals, lines, previous);
    }

    private TrendResult.Line line(int series, Group group, List<Occurrence> all, Buckets buckets) {
        Measure measure = question.series().get(series).measure();
        List<OptionalDouble> values = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            int interval = i;
            values.add(
                    measured(
                            measure,
                            all.stream()
                                    .filter(one -> buckets.index(one.time()) == interval)
                                    .toList()));
        }
        long skipped = 0;
        if (measure instanceof Measure.OfNumbers(Column column, Measure.Statistic statistic)) {
            for (Occurrence one : all) {
                Optional<String> text = one.person.value(one.event, column);
                skipped += text.isPresent() && number(text.get()).isEmpty() ? 1 : 0;
            }
        }
        return new TrendResult.Line(
                OptionalInt.of(series),
                group,
                values,
                measured(measure, all),
                skipped,
                averages(values));
    }

    private TrendResult.Line calculated(
            Formula formula, Group group, List<TrendResult.Line> series, int count) {
        List<OptionalDouble> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int interval = i;
            values.add(
                    new FormulaOracle(
                                    formula.toString(),
                                    series.stream()
                                            .map(line -> line.values().get(interval))
                                            .toList())
                            .value());
        }
        return new TrendResult.Line(
                OptionalInt.empty(),
                group,
                values,
                new FormulaOracle(
                                formula.toString(),
                                series.stream().map(TrendResult.Line::total).toList())
                        .value(),
                0,
                averages(values));
    }

    /// Over the values of an interval and of those before it, as far as there are any.
    private List<OptionalDouble> averages(List<OptionalDouble> values) {
        List<OptionalDouble> averages = new ArrayList<>();
        for (int i = 0; i < values.size() && question.rolling() > 1; i++) {
            averages.add(
                    values.subList(Math.max(0, i - question.rolling() + 1), i + 1).stream()
                            .filter(OptionalDouble::isPresent)
                            .mapToDouble(OptionalDouble::getAsDouble)
                            .average());
        }
        return averages;
    }

    // --- one cell

    private static OptionalDouble measured(Measure measure, List<Occurrence> events) {
        double people = events.stream().map(one -> one.person.person()).distinct().count();
        return switch (measure) {
            case Measure.Events() -> OptionalDouble.of(events.size());
            case Measure.People() -> OptionalDouble.of(people);
            case Measure.Visits() -> {
                Map<Long, HashSet<Integer>> visits = new HashMap<>();
                for (Occurrence one : events) {
                    int visit = one.person.visits().get(one.event);
                    if (visit != SeenPerson.NO_VISIT) {
                        visits.computeIfAbsent(one.person.person(), added -> new HashSet<>())
                                .add(visit);
                    }
                }
                yield OptionalDouble.of(visits.values().stream().mapToInt(HashSet::size).sum());
            }
            case Measure.EventsPerPerson() ->
                    events.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(events.size() / people);
            case Measure.OfNumbers(Column column, Measure.Statistic statistic) -> {
                List<Double> numbers = new ArrayList<>();
                for (Occurrence one : events) {
                    one.person
                            .value(one.event, column)
                            .flatMap(TrendOracle::number)
                            .ifPresent(numbers::add);
                }
                yield statistic(statistic, numbers.stream().sorted().toList());
            }
        };
    }

    private static Optional<Double> number(String text) {
        double number = Value.string(text).number();
        return Double.isNaN(number) ? Optional.empty() : Optional.of(number);
    }

    private static OptionalDouble statistic(Measure.Statistic statistic, List<Double> sorted) {
        double sum = sorted.stream().mapToDouble(one -> one).sum();
        if (statistic instanceof Measure.Statistic.Sum) {
            return OptionalDouble.of(sum);
        }
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                switch (statistic) {
                    case Measure.Statistic.Sum() -> sum;
                    case Measure.Statistic.Mean() -> sum / sorted.size();
                    case Measure.Statistic.Min() -> sorted.getFirst();
                    case Measure.Statistic.Max() -> sorted.getLast();
                    case Measure.Statistic.Percentile(double percent) ->
                            Values.nearestRank(sorted, percent);
                });
    }
}
