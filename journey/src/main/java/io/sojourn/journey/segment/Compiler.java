package io.sojourn.journey.segment;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compiles criteria into plans over one scan. A stored segment is compiled once, wherever it is named, so that the
/// work is that of the definitions, not of the ways through them.
final class Compiler {

    private final Context context;
    private final Definitions definitions;
    private final JourneyScan.Builder scan;
    private final Map<Long, Plan> members = new HashMap<>();

    Compiler(Context context, Definitions definitions, JourneyScan.Builder scan) {
        this.context = context;
        this.definitions = definitions;
        this.scan = scan;
    }

    /// @throws io.sojourn.core.problem.ProblemException where a segment is unknown or contains itself
    Plan compile(Criterion criterion) {
        for (long segment : definitions.reached(criterion)) {
            if (!members.containsKey(segment)) {
                members.put(segment, Plan.shared(plan(definitions.get(segment).criterion())));
            }
        }
        return plan(criterion);
    }

    private Plan plan(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(var criteria) -> Plan.of(true, plans(criteria));
            case Criterion.Any(var criteria) -> Plan.of(false, plans(criteria));
            case Criterion.Not(var one) -> Plan.not(plan(one));
            case Criterion.Has(var condition) -> has(condition);
            case Criterion.Member(long segment) -> member(segment);
            case Criterion.Listed(var persons) -> listed(persons);
            case Criterion.Did did -> did(did);
            case Criterion.FirstDid did -> firstDid(did);
            case Criterion.Stopped stopped -> stopped(stopped);
            case Criterion.Restarted restarted -> restarted(restarted);
            case Criterion.Regularly regularly -> regularly(regularly);
            case Criterion.Sequence sequence -> sequence(sequence);
        };
    }

    private Plan member(long segment) {
        Plan plan = members.get(segment);
        if (plan == null) {
            throw new IllegalStateException("segment " + segment + " was not compiled first");
        }
        return plan;
    }

    private List<Plan> plans(List<Criterion> criteria) {
        return criteria.stream().map(this::plan).toList();
    }

    private Plan has(PropertyCondition condition) {
        int column = scan.column(condition.column());
        return new Plan(
                Plan.Truth.DEPENDS,
                Plan.OF_PERSON,
                starting ->
                        new PropertyTest(condition, column, starting.open().personColumn(column)));
    }

    private static Plan listed(PersonSet persons) {
        return persons.isEmpty()
                ? Plan.nobody()
                : new Plan(
                        Plan.Truth.DEPENDS,
                        Plan.OF_PERSON,
                        starting -> (batch, person) -> persons.contains(batch.person()[person]));
    }

    private Plan did(Criterion.Did did) {
        Marks marks = marks(did.events(), did.timeframe());
        Measure measure = did.measure();
        if (measure.kind() == Measure.Kind.VISITS) {
            scan.visits(context.visits());
        }
        int column = measure.column().map(scan::column).orElse(-1);
        return new Plan(
                Plan.Truth.of(did.comparison().test(measure.kind().ofNothing())),
                Plan.OF_EVENTS,
                starting -> {
                    Meter meter =
                            Meter.of(
                                    measure.kind(),
                                    column,
                                    column < 0
                                            ? NoValues.INSTANCE
                                            : starting.open().eventColumn(column),
                                    context.calendar().zone());
                    return (batch, person) ->
                            did.comparison().test(meter.measure(marks, batch, person));
                });
    }

    /// Only events up to the timeframe's end are looked at.
    private Plan firstDid(Criterion.FirstDid did) {
        TimeRange range = resolve(did.timeframe());
        Marks ever =
                marks(did.events(), new TimeRange(Long.MIN_VALUE, range.to()), Marks.Span.EVER);
        Marks.Span span = Marks.Span.of(did.timeframe(), context.calendar());
        return eventful(
                (batch, person) -> {
                    int row = ever.first(batch, person);
                    return row >= 0
                            && batch.time()[row] >= range.from()
                            && batch.time()[row] < span.end(batch.firstSeen()[person]);
                });
    }

    private Plan stopped(Criterion.Stopped stopped) {
        TimeRange range = resolve(stopped.timeframe());
        Marks before =
                marks(
                        stopped.events(),
                        new TimeRange(Long.MIN_VALUE, range.from()),
                        Marks.Span.EVER);
        Marks in = marks(stopped.events(), range, Marks.Span.EVER);
        return eventful(
                (batch, person) -> before.first(batch, person) >= 0 && in.first(batch, person) < 0);
    }

    private Plan restarted(Criterion.Restarted restarted) {
        long quiet = resolve(restarted.quiet()).from();
        TimeRange again = resolve(restarted.again());
        if (again.from() <= quiet) {
            return Plan.nobody();
        }
        EventFilter events = restarted.events();
        Marks before = marks(events, new TimeRange(Long.MIN_VALUE, quiet), Marks.Span.EVER);
        Marks between = marks(events, new TimeRange(quiet, again.from()), Marks.Span.EVER);
        Marks after = marks(events, again, Marks.Span.EVER);
        return eventful(
                (batch, person) ->
                        after.first(batch, person) >= 0
                                && before.first(batch, person) >= 0
                                && between.first(batch, person) < 0);
    }

    private Plan regularly(Criterion.Regularly regularly) {
        Period period = regularly.period();
        long[] starts = new long[regularly.of()];
        for (int i = 0; i < starts.length; i++) {
            long back = (long) period.every() * (starts.length - i);
            starts[i] = context.calendar().plus(context.asOf(), period.unit(), -back);
        }
        Marks marks =
                marks(
                        regularly.events(),
                        new TimeRange(starts[0], Long.MAX_VALUE),
                        Marks.Span.EVER);
        boolean ofNothing = regularly.perPeriod().test(0);
        return new Plan(
                Plan.Truth.of(ofNothing),
                Plan.OF_EVENTS,
                starting ->
                        new RegularTest(marks, starts, regularly.perPeriod(), regularly.atLeast()));
    }

    private Plan sequence(Criterion.Sequence sequence) {
        List<SequenceTest.Part> parts =
                sequence.parts().stream()
                        .map(
                                part ->
                                        new SequenceTest.Part(
                                                marks(part.events(), sequence.timeframe()),
                                                part.withinMillis().orElse(Long.MAX_VALUE),
                                                part.without().stream()
                                                        .map(
                                                                one ->
                                                                        marks(
                                                                                one,
                                                                                sequence
                                                                                        .timeframe()))
                                                        .toList()))
                        .toList();
        return new Plan(Plan.Truth.NEVER, Plan.OF_ORDER, starting -> new SequenceTest(parts));
    }

    /// A test without scratch, which nobody without events passes.
    private static Plan eventful(Plan.Test test) {
        return new Plan(Plan.Truth.NEVER, Plan.OF_EVENTS, starting -> test);
    }

    private TimeRange resolve(Timeframe timeframe) {
        return timeframe.resolve(context.calendar(), context.asOf());
    }

    private Marks marks(EventFilter events, Timeframe timeframe) {
        return marks(events, resolve(timeframe), Marks.Span.of(timeframe, context.calendar()));
    }

    private Marks marks(EventFilter events, TimeRange range, Marks.Span span) {
        int condition = scan.condition(events, range);
        return new Marks(condition / Long.SIZE, 1L << condition % Long.SIZE, span);
    }

    /// Stands in where nothing is read.
    private enum NoValues implements Dictionary {
        INSTANCE;

        @Override
        public int size() {
            return 1;
        }

        @Override
        public String text(int code) {
            throw new IllegalStateException("no values, asked for " + code);
        }

        @Override
        public double number(int code) {
            throw new IllegalStateException("no values, asked for " + code);
        }
    }
}
