package io.sojourn.journey.json;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.Footprints;
import io.sojourn.journey.path.ItemName;
import io.sojourn.journey.path.ItemRule;
import io.sojourn.journey.path.PagePattern;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.pattern.Expression;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.Formula;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.Measure.Statistic;
import io.sojourn.journey.trend.Occurrences;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.Trend;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/// Parts of definitions out of a random source.
public final class RandomParts {

    private static final List<String> TEXTS =
            List.of("a", "plan", "pro", "95", "1.50", "ä\u0308", "with space", "\"quoted\"", "{}");

    final Random random;

    public RandomParts(long seed) {
        this.random = new Random(seed);
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    <E extends Enum<E>> E one(Class<E> of) {
        return one(List.of(of.getEnumConstants()));
    }

    <T> List<T> list(int min, int max, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        int count = min + random.nextInt(max - min + 1);
        while (items.size() < count) {
            items.add(item.get());
        }
        return items;
    }

    <T> Optional<T> perhaps(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    String text() {
        return one(TEXTS);
    }

    Column column() {
        Column.Scope scope = one(Column.Scope.class);
        return scope == Column.Scope.EVENT_NAME ? Column.EVENT_NAME : new Column(scope, text());
    }

    Column columnOf(Column.Scope... scopes) {
        return new Column(one(List.of(scopes)), text());
    }

    PropertyCondition condition(Column column) {
        Operator operator = one(Operator.class);
        int operands = operator.operands() < 0 ? 1 + random.nextInt(3) : operator.operands();
        return new PropertyCondition(
                column,
                new PropertyFilter(
                        "x",
                        column.key().isEmpty() ? "event" : column.key(),
                        operator,
                        operator == Operator.MATCHES
                                ? List.of("a.*")
                                : list(operands, operands, this::text)),
                random.nextInt(4) == 0);
    }

    EventFilter events() {
        return new EventFilter(
                list(
                        1,
                        random.nextInt(3) == 0 ? 3 : 1,
                        () ->
                                new EventFilter.Choice(
                                        perhaps(this::text),
                                        list(0, 2, () -> condition(column())))));
    }

    long time() {
        return switch (random.nextInt(3)) {
            case 0 -> 1_700_000_000_000L + random.nextInt(1_000_000_000);
            case 1 -> random.nextLong(-100_000, 100_000) * 86_400_000L;
            default -> random.nextLong(-1L << 60, 1L << 60);
        };
    }

    TimeRange span() {
        long from = time();
        long to = time();
        return switch (random.nextInt(3)) {
            case 0 -> new TimeRange(from, Long.MAX_VALUE);
            case 1 -> new TimeRange(Long.MIN_VALUE, to);
            default -> new TimeRange(Math.min(from, to), Math.max(from, to) + 1);
        };
    }

    Range range() {
        return switch (random.nextInt(3)) {
            case 0 -> new Range.All();
            case 1 -> new Range.Last(1 + random.nextInt(100), one(Unit.class));
            default -> new Range.Between(span());
        };
    }

    Period period() {
        return new Period(one(Unit.class), 1 + random.nextInt(3));
    }

    private Timeframe timeframe() {
        int count = 1 + random.nextInt(60);
        return switch (random.nextInt(5)) {
            case 0 -> new Timeframe.AllTime();
            case 1 -> new Timeframe.Between(span());
            case 2 -> new Timeframe.Last(count, one(Unit.class));
            case 3 -> new Timeframe.Ago(count + 1 + random.nextInt(9), count, one(Unit.class));
            default -> new Timeframe.SinceFirstSeen(count, one(Unit.class));
        };
    }

    private Measure measure() {
        Measure.Kind kind = one(Measure.Kind.class);
        return kind.ofColumn()
                ? Measure.of(kind, columnOf(Column.Scope.EVENT, Column.Scope.VISIT))
                : new Measure(kind, Optional.empty());
    }

    private Comparison comparison() {
        double value = random.nextInt(10) / 2.0;
        return random.nextInt(4) == 0
                ? new Comparison(Operator.BETWEEN, value, value + 1)
                : Comparison.of(one(List.of(Operator.GTE, Operator.LT, Operator.EQUALS)), value);
    }

    private Criterion.Part part(boolean first) {
        return first
                ? Criterion.Part.of(events())
                : new Criterion.Part(
                        events(),
                        random.nextBoolean()
                                ? OptionalLong.of(random.nextInt(1_000_000))
                                : OptionalLong.empty(),
                        list(0, 2, this::events));
    }

    public Criterion criterion(int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 11)) {
            case 0 ->
                    new Criterion.Has(
                            condition(columnOf(Column.Scope.PERSON, Column.Scope.PERSON_FIRST)));
            case 1 -> new Criterion.Member(random.nextLong());
            case 2 -> new Criterion.Listed(PersonSet.of(random.nextInt(9), random.nextInt(9)));
            case 3 -> new Criterion.Did(events(), measure(), comparison(), timeframe());
            case 4 -> new Criterion.FirstDid(events(), timeframe());
            case 5 -> new Criterion.Stopped(events(), timeframe());
            case 6 -> new Criterion.Restarted(events(), timeframe(), timeframe());
            case 7 -> {
                int of = 1 + random.nextInt(9);
                yield random.nextBoolean()
                        ? new Criterion.Regularly(
                                events(), comparison(), period(), 1 + random.nextInt(of), of)
                        : sequence();
            }
            case 8 -> new Criterion.All(list(0, 3, () -> criterion(depth - 1)));
            case 9 -> new Criterion.Any(list(0, 3, () -> criterion(depth - 1)));
            default -> new Criterion.Not(criterion(depth - 1));
        };
    }

    private Criterion sequence() {
        List<Criterion.Part> parts = new ArrayList<>(List.of(part(true)));
        parts.addAll(list(0, 2, () -> part(false)));
        return new Criterion.Sequence(parts, timeframe());
    }

    private long millis() {
        return 1 + random.nextInt(1_000_000_000);
    }

    private OptionalLong perhapsMillis() {
        return random.nextBoolean() ? OptionalLong.of(millis()) : OptionalLong.empty();
    }

    public Funnel funnel() {
        int count = 1 + random.nextInt(4);
        Funnel.Order order = one(Funnel.Order.class);
        List<Funnel.Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean inner = i > 0 && i < count - 1 && order != Funnel.Order.ANY;
            steps.add(
                    new Funnel.Step(events(), inner && random.nextBoolean(), random.nextBoolean()));
        }
        Funnel.Attribution attribution =
                one(
                        List.of(
                                new Funnel.Attribution.Entry(),
                                new Funnel.Attribution.First(),
                                new Funnel.Attribution.Last(),
                                new Funnel.Attribution.AtStep(1 + random.nextInt(count))));
        return new Funnel(
                steps,
                order,
                perhaps(this::events),
                perhapsMillis(),
                one(Funnel.Counting.class),
                one(Funnel.Ties.class),
                random.nextInt(2_001),
                count == 1
                        ? List.of()
                        : list(
                                0,
                                2,
                                () -> {
                                    int from = 1 + random.nextInt(count - 1);
                                    int to = from + 1 + random.nextInt(count - from);
                                    return new Funnel.Exclusion(events(), from, to);
                                }),
                list(0, 3, () -> columnOf(Column.Scope.EVENT, Column.Scope.VISIT)),
                perhaps(
                        () ->
                                new Funnel.Breakdown(
                                        list(1, 3, this::column),
                                        attribution,
                                        1 + random.nextInt(9))),
                range(),
                random.nextBoolean(),
                perhaps(this::period),
                one(Funnel.Mode.class));
    }

    private Breakdown breakdown() {
        return new Breakdown(list(0, 3, this::column), 1 + random.nextInt(30));
    }

    public Retention retention() {
        Columns columns =
                random.nextBoolean()
                        ? new Columns.Each(1 + random.nextInt(20), one(Columns.Criterion.class))
                        : new Columns.Brackets(
                                list(
                                        1,
                                        3,
                                        () -> {
                                            int first = random.nextInt(5);
                                            return new Columns.Bracket(
                                                    first, first + random.nextInt(5));
                                        }));
        return new Retention(
                events(),
                events(),
                new Period(one(List.of(Unit.HOUR, Unit.DAY, Unit.QUARTER)), 1 + random.nextInt(3)),
                one(Retention.Counting.class),
                columns,
                one(Retention.Cohort.class),
                1 + random.nextInt(5),
                breakdown(),
                range(),
                random.nextBoolean());
    }

    private io.sojourn.journey.trend.Measure trendMeasure() {
        return switch (random.nextInt(6)) {
            case 0 -> new io.sojourn.journey.trend.Measure.Events();
            case 1 -> new io.sojourn.journey.trend.Measure.People();
            case 2 -> new io.sojourn.journey.trend.Measure.Visits();
            case 3 -> new io.sojourn.journey.trend.Measure.EventsPerPerson();
            default ->
                    new io.sojourn.journey.trend.Measure.OfNumbers(
                            columnOf(Column.Scope.EVENT),
                            one(
                                    List.of(
                                            new Statistic.Sum(),
                                            new Statistic.Mean(),
                                            new Statistic.Min(),
                                            new Statistic.Max(),
                                            new Statistic.Percentile(random.nextInt(101)))));
        };
    }

    public Trend trend() {
        return new Trend(
                list(1, 3, () -> new Series(events(), trendMeasure())),
                perhaps(() -> Formula.parse("A / (A + 1)")),
                period(),
                range(),
                breakdown(),
                random.nextBoolean(),
                1 + random.nextInt(7));
    }

    public Stickiness stickiness() {
        return new Stickiness(
                events(),
                period(),
                range(),
                new Occurrences(
                        one(List.of(Operator.GT, Operator.LTE, Operator.EQUALS)),
                        random.nextInt(9)),
                random.nextBoolean());
    }

    public Lifecycle lifecycle() {
        return new Lifecycle(events(), period(), range());
    }

    public Attribution attribution() {
        return new Attribution(
                events(),
                column(),
                events(),
                perhapsMillis(),
                one(Attribution.Model.class),
                perhaps(this::column),
                range(),
                1 + random.nextInt(50));
    }

    private PathUnit unit() {
        return switch (random.nextInt(4)) {
            case 0 -> new PathUnit.Person();
            case 1 -> new PathUnit.Visit(Optional.empty());
            case 2 ->
                    new PathUnit.Visit(
                            Optional.of(
                                    new VisitCut(
                                            new VisitSettings(
                                                    millis(),
                                                    false,
                                                    random.nextBoolean(),
                                                    random.nextBoolean()),
                                            ZoneId.of("Europe/Berlin"))));
            default -> new PathUnit.Runs(columnOf(Column.Scope.EVENT));
        };
    }

    private ItemName itemName() {
        return switch (random.nextInt(3)) {
            case 0 -> new ItemName.Fixed(text());
            case 1 -> new ItemName.OfColumn(columnOf(Column.Scope.EVENT, Column.Scope.VISIT));
            default ->
                    new ItemName.Page(
                            columnOf(Column.Scope.EVENT),
                            list(0, 2, () -> new PagePattern("/" + text(), text())),
                            random.nextBoolean());
        };
    }

    private Reading reading() {
        return new Reading(
                unit(),
                range(),
                perhaps(this::events),
                perhaps(this::events),
                list(0, 2, () -> new ItemRule(events(), itemName())),
                random.nextBoolean());
    }

    public Paths paths() {
        return new Paths(
                reading(),
                new Anchors(perhaps(this::events), perhaps(this::events)),
                random.nextInt(5) == 0 ? Paths.WHOLE : 1 + random.nextInt(9),
                random.nextBoolean(),
                random.nextBoolean(),
                1 + random.nextInt(99));
    }

    public Footprints footprints() {
        return new Footprints(
                reading(), list(1, 4, this::events), random.nextBoolean(), 1 + random.nextInt(9));
    }

    public PathPattern pattern() {
        return new PathPattern(
                unit(),
                range(),
                List.of(
                        new PathPattern.Condition("A", events()),
                        new PathPattern.Condition("B", events())),
                Expression.parse("pattern", "A -[t <= 2s]-> B", List.of("A", "B")),
                random.nextBoolean());
    }

    public PeopleReportJson.Definition report() {
        List<PeopleReportJson.Asked> columns =
                list(
                        1,
                        4,
                        () ->
                                switch (random.nextInt(3)) {
                                    case 0 ->
                                            new PeopleReportJson.Asked.Property(
                                                    columnOf(
                                                            Column.Scope.PERSON,
                                                            Column.Scope.PERSON_FIRST));
                                    case 1 -> new PeopleReportJson.Asked.Segment(criterion(1));
                                    default -> new PeopleReportJson.Asked.Count(events(), range());
                                });
        return new PeopleReportJson.Definition(
                columns,
                random.nextBoolean()
                        ? OptionalInt.of(random.nextInt(columns.size()))
                        : OptionalInt.empty(),
                random.nextBoolean(),
                random.nextInt(100),
                random.nextInt(100));
    }
}
