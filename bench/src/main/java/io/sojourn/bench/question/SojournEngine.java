package io.sojourn.bench.question;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.path.PathVariants;
import io.sojourn.journey.path.PathVariantsAnalysis;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.SegmentAnalysis;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Our own: the stores of one project, with raw visitors, merges and changes, asked as the server asks.
final class SojournEngine implements Engine, AutoCloseable {

    private static final int THREADS = 2;
    private static final long INDEX_BYTES_MAX = 6L << 30;
    private static final Duration INDEX_MAX = Duration.ofMinutes(10);
    private static final Range RANGE =
            new Range.Between(new TimeRange(Clickstream.BEGIN, Clickstream.END));
    private static final OptionalLong WINDOW = OptionalLong.of(Clickstream.WEEK);

    private final JourneyIndexes indexes = new JourneyIndexes(INDEX_BYTES_MAX);
    private final JourneyIndex index;
    private final long indexNanos;
    private final long indexBytes;
    private final ProjectStores stores;
    private final Runner runner = new Runner(THREADS);
    private final Clickstream stream;
    private final int person;
    private final Context context =
            new Context(
                    Clickstream.END,
                    Calendar.UTC,
                    new VisitCut(ProjectSettings.VisitSettings.DEFAULT, ZoneId.of("UTC")),
                    Optional.empty(),
                    false);

    private SojournEngine(
            SqlitePeopleStore people, DuckDbEventStore events, Clickstream stream, int person)
            throws InterruptedException {
        long begun = System.nanoTime();
        this.index = indexes.open(events, "the bench");
        if (!index.awaitReady(INDEX_MAX)) {
            throw new IllegalStateException("the index was not built: " + index.status());
        }
        this.indexNanos = System.nanoTime() - begun;
        this.indexBytes = index.status().bytes();
        this.stores = EmbeddedProject.over(people, events, Optional.of(index), Faults.NONE);
        this.stream = stream;
        this.person = person;
    }

    /// How long the index took to be built.
    long indexNanos() {
        return indexNanos;
    }

    /// Memory of the index before any question has loaded a column.
    long indexBytes() {
        return indexBytes;
    }

    static SojournEngine fill(Path folder, Clickstream stream, int person)
            throws InterruptedException {
        SqlitePeopleStore people = SqlitePeopleStore.open(folder, Faults.NONE);
        DuckDbEventStore events = DuckDbEventStore.open(folder);
        StreamFill.fill(people, events, stream);
        return new SojournEngine(people, events, stream, person);
    }

    ProjectStores stores() {
        return stores;
    }

    @Override
    public String name() {
        return "Sojourn";
    }

    @Override
    public List<String> answer(Question question) {
        Asking asking = new Asking(runner, stores.journeys(), Stop.never());
        return switch (question) {
            case FUNNEL_3 -> List.of(counts(funnel(asking, "signup", "add_to_cart", "purchase")));
            case FUNNEL_5 ->
                    List.of(
                            counts(
                                    funnel(
                                            asking,
                                            "search",
                                            "product_view",
                                            "add_to_cart",
                                            "checkout",
                                            "purchase")));
            case FUNNEL_BY_PLAN -> byPlan(asking);
            case RETENTION -> retention(asking);
            case PATHS -> paths(asking);
            case DAILY_PEOPLE -> dailyPeople(asking);
            case SEGMENT -> segment(asking);
            case LAST_OF_PERSON -> lastOfPerson();
            case LAST_OF_PROJECT ->
                    stores.events().received(stream.time[stream.events - 50], 50).stream()
                            .map(event -> Integer.toString(StreamFill.number(event)))
                            .toList();
        };
    }

    private FunnelResult.Row funnel(Asking asking, String... names) {
        List<Funnel.Step> steps = new ArrayList<>();
        for (String name : names) {
            steps.add(new Funnel.Step(EventFilter.named(name)));
        }
        return funnel(asking, steps, Optional.empty()).getFirst();
    }

    private List<FunnelResult.Row> funnel(
            Asking asking, List<Funnel.Step> steps, Optional<Funnel.Breakdown> breakdown) {
        Funnel funnel =
                new Funnel(
                        steps,
                        Funnel.Order.ORDERED,
                        Optional.empty(),
                        WINDOW,
                        Funnel.Counting.PEOPLE,
                        Funnel.Ties.ANY,
                        0,
                        List.of(),
                        List.of(),
                        breakdown,
                        RANGE,
                        false,
                        Optional.empty(),
                        Funnel.Mode.SOJOURN);
        return funnel.ask(asking, context).rows();
    }

    private static String counts(FunnelResult.Row row) {
        return String.join(
                "|",
                row.all().steps().stream()
                        .map(step -> Long.toString(step.reached().people()))
                        .toList());
    }

    private List<String> byPlan(Asking asking) {
        PropertyCondition mobile =
                new PropertyCondition(
                        new Column(Column.Scope.EVENT, "device"),
                        new PropertyFilter("", "device", Operator.EQUALS, List.of("mobile")));
        List<Funnel.Step> steps =
                List.of(
                        new Funnel.Step(EventFilter.named("product_view", mobile)),
                        new Funnel.Step(EventFilter.named("add_to_cart")),
                        new Funnel.Step(EventFilter.named("purchase")));
        Funnel.Breakdown plan =
                new Funnel.Breakdown(
                        List.of(new Column(Column.Scope.PERSON, "plan")),
                        new Funnel.Attribution.Entry(),
                        10);
        return funnel(asking, steps, Optional.of(plan)).stream()
                .filter(row -> !row.group().equals(Group.EVERYONE))
                .map(row -> value(row.group()) + "|" + counts(row))
                .toList();
    }

    private static String value(Group group) {
        return group.values().getFirst().orElse("");
    }

    private List<String> retention(Asking asking) {
        Retention retention =
                Retention.of(
                        EventFilter.ANY,
                        EventFilter.ANY,
                        new Period(Unit.WEEK, 1),
                        new Columns.Each(Clickstream.WEEKS, Columns.Criterion.ON),
                        Retention.Cohort.FIRST_IN_RANGE,
                        RANGE);
        RetentionResult.Table table = retention.ask(asking, context).groups().getFirst();
        List<String> rows = new ArrayList<>();
        for (int cohort = 0; cohort < table.rows().size(); cohort++) {
            List<RetentionResult.Cell> cells = table.rows().get(cohort);
            for (int column = 0; column < cells.size(); column++) {
                long people = cells.get(column).people();
                if (people > 0) {
                    rows.add(cohort + "|" + column + "|" + people);
                }
            }
        }
        return rows;
    }

    private List<String> paths(Asking asking) {
        Paths paths =
                Paths.of(
                                Reading.EVERYTHING
                                        .in(RANGE)
                                        .by(new PathUnit.Visit(Optional.empty())),
                                Anchors.start(EventFilter.named("product_view")))
                        .depth(4)
                        .withoutMedians()
                        .top(Paths.ALL);
        PathVariants variants = asking.run(new PathVariantsAnalysis(paths, context));
        return variants.variants().stream()
                .map(
                        variant -> {
                            List<String> cells = new ArrayList<>(variant.items());
                            cells.removeFirst();
                            while (cells.size() < 3) {
                                cells.add("");
                            }
                            return String.join("|", cells) + "|" + variant.passes();
                        })
                .toList();
    }

    private List<String> dailyPeople(Asking asking) {
        Trend trend =
                new Trend(
                        List.of(new Series(EventFilter.ANY, new Measure.People())),
                        Optional.empty(),
                        Period.DAILY,
                        RANGE,
                        new Breakdown(List.of(new Column(Column.Scope.EVENT, "source")), 10),
                        false,
                        1);
        List<String> rows = new ArrayList<>();
        for (TrendResult.Line line : trend.ask(asking, context).lines()) {
            for (int day = 0; day < line.values().size(); day++) {
                double people = line.values().get(day).orElse(0);
                if (people > 0) {
                    rows.add(day + "|" + value(line.group()) + "|" + (long) people);
                }
            }
        }
        return rows;
    }

    private List<String> segment(Asking asking) {
        Criterion criterion =
                new Criterion.All(
                        List.of(
                                new Criterion.Did(
                                        EventFilter.named("purchase"),
                                        io.sojourn.journey.segment.Measure.COUNT,
                                        Comparison.of(Operator.GTE, 3),
                                        new Timeframe.AllTime()),
                                new Criterion.Did(
                                        EventFilter.named("refund"),
                                        io.sojourn.journey.segment.Measure.COUNT,
                                        Comparison.of(Operator.EQUALS, 0),
                                        new Timeframe.AllTime()),
                                new Criterion.Has(
                                        new PropertyCondition(
                                                new Column(Column.Scope.PERSON, "plan"),
                                                new PropertyFilter(
                                                        "",
                                                        "plan",
                                                        Operator.EQUALS,
                                                        List.of("pro"))))));
        return List.of(
                Long.toString(
                        asking.run(new SegmentAnalysis(context, Definitions.NONE, criterion))
                                .size()));
    }

    private List<String> lastOfPerson() {
        List<Long> visitors =
                person <= stream.merged
                        ? List.of((long) person, (long) stream.people + person)
                        : List.of((long) person);
        return stores
                .events()
                .timeline(new TimelineQuery(visitors, Long.MAX_VALUE, Long.MAX_VALUE, 100, false))
                .stream()
                .map(event -> Integer.toString(StreamFill.number(event)))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
        stores.close();
        indexes.close();
    }
}
