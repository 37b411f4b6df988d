package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.path.PathTree;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Operators that are wrong in one rule each: the comparison with the oracle must find every one of them.
@Tag("slow")
class WrongOperatorsTest {

    private static final int HISTORIES_MAX = 2_000;

    /// Asks wrongly.
    private interface Wrong<Q, R> {
        R ask(Kind<Q, R> right, HistorySource source, Q question, Context context);
    }

    /// @param about questions that the mistake matters to
    private record WrongKind<Q, R>(Kind<Q, R> right, Predicate<Q> about, Wrong<Q, R> wrong)
            implements Kind<Q, R> {
        @Override
        public Q draw(Drawing drawing) {
            Q question = right.draw(drawing);
            while (!about.test(question)) {
                question = right.draw(drawing);
            }
            return question;
        }

        @Override
        public R ask(JourneySource source, Q question, Context context, Folds folds) {
            return wrong.ask(right, (HistorySource) source, question, context);
        }

        @Override
        public R answer(List<Journey> journeys, Q question, Context context) {
            return right.answer(journeys, question, context);
        }

        @Override
        public List<String> broken(
                JourneySource source, Q question, Context context, R result, Folds folds) {
            return List.of();
        }
    }

    private static <Q, R> void isFound(Kind<Q, R> right, Wrong<Q, R> wrong) {
        isFound(right, question -> true, wrong);
    }

    private static <Q, R> void isFound(Kind<Q, R> right, Predicate<Q> about, Wrong<Q, R> wrong) {
        long seed = Long.getLong("seed", System.nanoTime());
        RandomQuestions<Q, R> questions =
                new RandomQuestions<>(new WrongKind<>(right, about, wrong), seed);
        assertThat(questions.isFoundWrong(HISTORIES_MAX)).as("-Dseed=" + seed).isTrue();
    }

    // --- by asking something else

    private static <Q, R> void isFoundAsking(Kind<Q, R> right, UnaryOperator<Q> other) {
        isFound(
                right,
                (kind, source, question, context) ->
                        kind.ask(source, other.apply(question), context, Folds.PLAIN));
    }

    private static <Q, R> void isFoundIn(Kind<Q, R> right, UnaryOperator<Context> other) {
        isFound(
                right,
                (kind, source, question, context) ->
                        kind.ask(source, question, other.apply(context), Folds.PLAIN));
    }

    private static <Q, R> void isFoundOf(
            Kind<Q, R> right, Function<List<Journey>, List<Journey>> other) {
        isFound(
                right,
                (kind, source, question, context) ->
                        kind.ask(
                                new HistorySource(other.apply(source.journeys())),
                                question,
                                context,
                                Folds.PLAIN));
    }

    private static <Q, R> void isFoundAnswering(Kind<Q, R> right, UnaryOperator<R> other) {
        isFound(
                right,
                (kind, source, question, context) ->
                        other.apply(kind.ask(source, question, context, Folds.PLAIN)));
    }

    @Test
    void aWindowThatExcludesItsEnd() {
        isFoundAsking(
                new FunnelKind(),
                funnel ->
                        funnel.windowMillis().orElse(1) == 1
                                ? funnel
                                : funnel.toBuilder()
                                        .windowMillis(funnel.windowMillis().getAsLong() - 1)
                                        .build());
    }

    @Test
    void onlyTheFirstStart() {
        isFoundAsking(
                new FunnelKind(),
                funnel ->
                        funnel.mode() == Funnel.Mode.SOJOURN
                                ? funnel.toBuilder().mode(Funnel.Mode.MIXPANEL).build()
                                : funnel);
    }

    @Test
    void aHeldPropertyThatIsIgnored() {
        isFoundAsking(new FunnelKind(), funnel -> funnel.toBuilder().held(List.of()).build());
    }

    @Test
    void tiesThatDoNotConvert() {
        isFoundAsking(
                new FunnelKind(),
                funnel ->
                        funnel.ties() == Funnel.Ties.ANY
                                ? funnel.toBuilder().ties(Funnel.Ties.NEVER).build()
                                : funnel);
    }

    @Test
    void aMinimumOfOccurrencesThatIsIgnored() {
        isFoundAsking(
                new RetentionKind(),
                asked ->
                        new Retention(
                                asked.start(),
                                asked.returning(),
                                asked.period(),
                                asked.counting(),
                                asked.columns(),
                                asked.cohort(),
                                1,
                                asked.breakdown(),
                                asked.range(),
                                asked.returnsAfterRange()));
    }

    @Test
    void repeatsThatAreCollapsedInPasses() {
        isFoundAsking(
                new PathKinds.OfPaths(),
                paths ->
                        new Paths(
                                paths.reading().collapsed(),
                                paths.anchors(),
                                paths.depth(),
                                paths.backward(),
                                paths.medians(),
                                paths.top()));
    }

    @Test
    void aNegationThatIsForgotten() {
        isFoundAsking(
                new SegmentKind(),
                question ->
                        new SegmentKind.Question(
                                question.criterion() instanceof Criterion.Not(Criterion not)
                                        ? not
                                        : question.criterion(),
                                question.stored()));
    }

    // --- by asking in another context

    private static Context inUtc(Context context) {
        Calendar calendar = new Calendar(ZoneId.of("UTC"), context.calendar().weekStart());
        return new Context(
                context.asOf(), calendar, context.visits(), context.people(), context.bots());
    }

    @Test
    void daysThatEndAtMidnightUtc() {
        isFoundIn(new TrendKind(), WrongOperatorsTest::inUtc);
        isFoundIn(new RetentionKind(), WrongOperatorsTest::inUtc);
        isFoundIn(new SegmentKind(), WrongOperatorsTest::inUtc);
    }

    @Test
    void aVisitThatEndsAtExactlyItsGap() {
        UnaryOperator<Context> shorter =
                context -> {
                    VisitSettings settings = context.visits().settings();
                    VisitSettings less =
                            new VisitSettings(
                                    settings.timeoutMillis() - 1,
                                    settings.timeoutAsSent(),
                                    settings.splitAtMidnight(),
                                    settings.splitOnCampaign());
                    return new Context(
                            context.asOf(),
                            context.calendar(),
                            new VisitCut(less, context.visits().zone()),
                            context.people(),
                            context.bots());
                };
        isFoundIn(new FunnelKind(), shorter);
        isFoundIn(new TrendKind(), shorter);
        isFoundIn(new ScanKind(), shorter);
    }

    @Test
    void botsThatCount() {
        UnaryOperator<Context> bots =
                context ->
                        new Context(
                                context.asOf(),
                                context.calendar(),
                                context.visits(),
                                context.people(),
                                true);
        isFoundIn(new TrendKind(), bots);
    }

    // --- by reading other journeys

    private static Journey with(Journey journey, List<Event> events) {
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
        return new Journey(journey.person(), journey.firstSeen(), sorted, journey.statements());
    }

    private static Event with(Event event, LongUnaryOperator id, long time) {
        return new Event(
                id.applyAsLong(event.id()),
                event.visitor(),
                time,
                event.received(),
                event.name(),
                event.flags(),
                Math.max(time, event.activeUntil()),
                event.timeout(),
                event.attributes(),
                event.properties(),
                event.visitProperties());
    }

    /// Every event is there twice, so that it serves two steps.
    @Test
    void anEventThatIsUsedTwice() {
        Function<List<Journey>, List<Journey>> twice =
                journeys ->
                        journeys.stream()
                                .map(
                                        one -> {
                                            List<Event> events = new ArrayList<>();
                                            for (Event event : one.events()) {
                                                events.add(with(event, id -> 2 * id, event.time()));
                                                events.add(
                                                        with(
                                                                event,
                                                                id -> 2 * id + 1,
                                                                event.time()));
                                            }
                                            return with(one, events);
                                        })
                                .toList();
        isFound(
                new FunnelKind(),
                (kind, source, funnel, context) ->
                        kind.ask(
                                funnel.counting() == Funnel.Counting.PEOPLE
                                        ? new HistorySource(twice.apply(source.journeys()))
                                        : source,
                                funnel,
                                context,
                                Folds.PLAIN));
    }

    /// Events of one time stand the other way round.
    @Test
    void tiesThatAreNotStable() {
        Function<List<Journey>, List<Journey>> reversed =
                journeys ->
                        journeys.stream()
                                .map(
                                        one ->
                                                with(
                                                        one,
                                                        one.events().stream()
                                                                .map(
                                                                        event ->
                                                                                with(
                                                                                        event,
                                                                                        id -> -id,
                                                                                        event
                                                                                                .time()))
                                                                .toList()))
                                .toList();
        isFoundOf(new FunnelKind(), reversed);
        isFoundOf(new PathKinds.OfPaths(), reversed);
        isFoundOf(new PathKinds.OfPatterns(), reversed);
        isFoundOf(new AttributionKind(), reversed);
    }

    /// What is excluded happens a moment before it does, so that it voids at the moment that a step is reached.
    @Test
    void anExclusionThatIncludesItsEnd() {
        isFound(
                new FunnelKind(),
                funnel -> !funnel.exclusions().isEmpty(),
                (kind, source, funnel, context) ->
                        kind.ask(
                                new HistorySource(sooner(source.journeys(), funnel, context)),
                                funnel,
                                context,
                                Folds.PLAIN));
    }

    private static List<Journey> sooner(List<Journey> journeys, Funnel funnel, Context context) {
        List<Journey> changed = new ArrayList<>();
        for (Journey journey : journeys) {
            List<Event> events = new ArrayList<>();
            for (SeenPerson person : SeenPerson.all(List.of(journey), context)) {
                for (int i = 0; i < person.count(); i++) {
                    boolean unwanted = matches(person, i, funnel);
                    Event event = person.events().get(i);
                    events.add(with(event, id -> id, unwanted ? event.time() - 1 : event.time()));
                }
            }
            changed.add(with(journey, events));
        }
        return changed;
    }

    private static boolean matches(SeenPerson person, int event, Funnel funnel) {
        List<EventFilter> exclusions =
                funnel.exclusions().stream().map(Funnel.Exclusion::filter).toList();
        return exclusions.stream().anyMatch(filter -> person.matches(event, filter))
                && funnel.steps().stream().noneMatch(step -> person.matches(event, step.filter()));
    }

    /// A merge that is not seen: whoever has several visitors counts once for each.
    @Test
    void aMergedPersonThatCountsTwice() {
        Function<List<Journey>, List<Journey>> apart =
                journeys -> {
                    List<Journey> all = new ArrayList<>();
                    for (Journey journey : journeys) {
                        Map<Long, List<Event>> byVisitor = new TreeMap<>();
                        for (Event event : journey.events()) {
                            byVisitor
                                    .computeIfAbsent(event.visitor(), v -> new ArrayList<>())
                                    .add(event);
                        }
                        byVisitor.forEach(
                                (visitor, events) ->
                                        all.add(
                                                new Journey(
                                                        visitor,
                                                        journey.firstSeen(),
                                                        events,
                                                        journey.statements())));
                    }
                    return all;
                };
        isFoundOf(new TrendKind(), apart);
        isFoundOf(new RetentionKind(), apart);
    }

    // --- by answering something else

    @Test
    void aTotalOfPeopleThatIsASum() {
        isFound(
                new TrendKind(),
                (kind, source, trend, context) ->
                        summed(trend, kind.ask(source, trend, context, Folds.PLAIN)));
    }

    private static TrendResult summed(Trend trend, TrendResult result) {
        List<TrendResult.Line> lines = new ArrayList<>();
        for (TrendResult.Line line : result.lines()) {
            boolean people =
                    line.series().isPresent()
                            && trend.series().get(line.series().getAsInt()).measure()
                                    instanceof Measure.People;
            double sum = line.values().stream().mapToDouble(value -> value.orElse(0)).sum();
            lines.add(
                    new TrendResult.Line(
                            line.series(),
                            line.group(),
                            line.values(),
                            people ? OptionalDouble.of(sum) : line.total(),
                            line.skipped(),
                            line.averages()));
        }
        return new TrendResult(result.intervals(), lines, result.previous());
    }

    @Test
    void anIncompleteCellInTheAverage() {
        isFoundAnswering(
                new RetentionKind(),
                result ->
                        new RetentionResult(
                                result.cohorts(),
                                result.groups().stream()
                                        .map(WrongOperatorsTest::withAllCells)
                                        .toList()));
    }

    private static RetentionResult.Table withAllCells(RetentionResult.Table table) {
        List<RetentionResult.Average> average = new ArrayList<>();
        for (int column = 0; column < table.average().size(); column++) {
            long returned = 0;
            long people = 0;
            for (List<RetentionResult.Cell> row : table.rows()) {
                returned += row.get(column).people();
                people += row.getFirst().people();
            }
            average.add(new RetentionResult.Average(returned, people));
        }
        return new RetentionResult.Table(table.group(), table.people(), table.rows(), average);
    }

    /// A step of a funnel counts whoever entered, not whoever the question is about.
    @Test
    void aPopulationOfThoseWithEvents() {
        isFoundAnswering(
                new FunnelKind(),
                result ->
                        new FunnelResult(
                                result.rows()
                                        .getFirst()
                                        .all()
                                        .steps()
                                        .getFirst()
                                        .reached()
                                        .people(),
                                result.rows()));
    }

    @Test
    void anEndThatIsMerelyTheDepth() {
        isFoundAnswering(
                new PathKinds.OfPaths(),
                forms ->
                        new PathKinds.Forms(
                                new PathTree(
                                        forms.tree().people(),
                                        forms.tree().passes(),
                                        forms.tree().nodes().stream()
                                                .map(WrongOperatorsTest::endedAtDepth)
                                                .toList(),
                                        forms.tree().hidden()),
                                forms.graph(),
                                forms.variants()));
    }

    private static PathTree.Node endedAtDepth(PathTree.Node node) {
        return new PathTree.Node(
                node.items(),
                node.people(),
                node.passes(),
                node.items().size() >= 2 ? node.people() : node.peopleEnded(),
                node.passesEnded(),
                node.meanSeconds(),
                node.medianSeconds());
    }
}
