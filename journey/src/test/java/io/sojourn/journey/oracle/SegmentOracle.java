package io.sojourn.journey.oracle;

import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who belongs to a segment: every person's events are gone through for every criterion.
public final class SegmentOracle {

    private final SeenPerson person;
    private final Context context;
    private final Map<Long, Criterion> segments;

    private SegmentOracle(SeenPerson person, Context context, Map<Long, Criterion> segments) {
        this.person = person;
        this.context = context;
        this.segments = segments;
    }

    /// @param segments stored ones, by number
    public static PersonSet answer(
            List<Journey> journeys,
            Criterion criterion,
            Map<Long, Criterion> segments,
            Context context) {
        PersonSet.Builder members = new PersonSet.Builder();
        for (SeenPerson person : SeenPerson.all(journeys, context)) {
            if (new SegmentOracle(person, context, segments).belongs(criterion)) {
                members.add(person.person());
            }
        }
        return members.build();
    }

    private boolean belongs(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(List<Criterion> criteria) ->
                    criteria.stream().allMatch(this::belongs);
            case Criterion.Any(List<Criterion> criteria) ->
                    criteria.stream().anyMatch(this::belongs);
            case Criterion.Not(Criterion not) -> !belongs(not);
            case Criterion.Has has ->
                    Comparisons.meets(has.condition(), person.value(has.condition().column()));
            case Criterion.Member(long segment) -> belongs(segments.get(segment));
            case Criterion.Listed(PersonSet persons) -> persons.contains(person.person());
            case Criterion.Did did -> holds(did.comparison(), measured(did));
            case Criterion.FirstDid first -> {
                List<Long> times = times(first.events(), TimeRange.ALL);
                yield !times.isEmpty() && range(first.timeframe()).contains(times.getFirst());
            }
            case Criterion.Stopped stopped -> {
                TimeRange range = range(stopped.timeframe());
                yield did(stopped.events(), new TimeRange(Long.MIN_VALUE, range.from()))
                        && !did(stopped.events(), range);
            }
            case Criterion.Restarted restarted -> restarted(restarted);
            case Criterion.Regularly regularly -> regularly(regularly);
            case Criterion.Sequence sequence ->
                    follows(sequence, 0, Long.MIN_VALUE, new HashSet<>(), new HashSet<>());
        };
    }

    private static boolean holds(Comparison comparison, double number) {
        return switch (comparison.operator()) {
            case EQUALS -> number == comparison.value();
            case NOT_EQUALS -> !Double.isNaN(number) && number != comparison.value();
            case GT -> number > comparison.value();
            case GTE -> number >= comparison.value();
            case LT -> number < comparison.value();
            case LTE -> number <= comparison.value();
            case BETWEEN -> comparison.value() <= number && number <= comparison.upTo();
            case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, EXISTS, NOT_EXISTS, IN, MATCHES ->
                    throw new IllegalArgumentException(comparison + " compares no numbers");
        };
    }

    // --- when

    private TimeRange range(Timeframe timeframe) {
        Calendar calendar = context.calendar();
        long asOf = context.asOf();
        return switch (timeframe) {
            case Timeframe.AllTime() -> TimeRange.ALL;
            case Timeframe.Between(TimeRange range) -> range;
            case Timeframe.Last(int count, Unit unit) ->
                    new TimeRange(calendar.plus(asOf, unit, -count), Long.MAX_VALUE);
            case Timeframe.Ago(int from, int to, Unit unit) ->
                    new TimeRange(calendar.plus(asOf, unit, -from), calendar.plus(asOf, unit, -to));
            case Timeframe.SinceFirstSeen(int count, Unit unit) -> {
                long first = person.journey().firstSeen();
                yield new TimeRange(first, calendar.plus(first, unit, count));
            }
        };
    }

    private List<Integer> in(EventFilter events, TimeRange range) {
        return person.matching(events).stream()
                .filter(event -> range.contains(person.time(event)))
                .toList();
    }

    private List<Long> times(EventFilter events, TimeRange range) {
        return in(events, range).stream().map(person::time).toList();
    }

    private boolean did(EventFilter events, TimeRange range) {
        return !in(events, range).isEmpty();
    }

    // --- how much

    private double measured(Criterion.Did did) {
        List<Integer> events = in(did.events(), range(did.timeframe()));
        Measure measure = did.measure();
        return switch (measure.kind()) {
            case COUNT -> events.size();
            case DAYS ->
                    events.stream()
                            .map(event -> context.calendar().date(person.time(event)))
                            .distinct()
                            .count();
            case VISITS ->
                    events.stream()
                            .map(event -> person.visits().get(event))
                            .filter(visit -> visit != SeenPerson.NO_VISIT)
                            .distinct()
                            .count();
            case SUM -> numbers(measure, events).stream().mapToDouble(one -> one).sum();
            case MIN ->
                    numbers(measure, events).stream()
                            .mapToDouble(one -> one)
                            .min()
                            .orElse(Double.NaN);
            case MAX ->
                    numbers(measure, events).stream()
                            .mapToDouble(one -> one)
                            .max()
                            .orElse(Double.NaN);
            case AVG ->
                    numbers(measure, events).stream()
                            .mapToDouble(one -> one)
                            .average()
                            .orElse(Double.NaN);
        };
    }

    private List<Double> numbers(Measure measure, List<Integer> events) {
        List<Double> numbers = new ArrayList<>();
        for (int event : events) {
            double number =
                    person.value(event, measure.column().orElseThrow())
                            .map(text -> Value.string(text).number())
                            .orElse(Double.NaN);
            if (!Double.isNaN(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    // --- how often, in which order

    private boolean restarted(Criterion.Restarted restarted) {
        long quiet = range(restarted.quiet()).from();
        TimeRange again = range(restarted.again());
        return quiet < again.from()
                && did(restarted.events(), new TimeRange(Long.MIN_VALUE, quiet))
                && !did(restarted.events(), new TimeRange(quiet, again.from()))
                && did(restarted.events(), again);
    }

    private boolean regularly(Criterion.Regularly regularly) {
        Calendar calendar = context.calendar();
        long asOf = context.asOf();
        int met = 0;
        for (int i = 0; i < regularly.of(); i++) {
            Unit unit = regularly.period().unit();
            long every = regularly.period().every();
            TimeRange period =
                    new TimeRange(
                            calendar.plus(asOf, unit, -every * (i + 1)),
                            i == 0 ? Long.MAX_VALUE : calendar.plus(asOf, unit, -every * i));
            if (holds(regularly.perPeriod(), in(regularly.events(), period).size())) {
                met++;
            }
        }
        return met >= regularly.atLeast();
    }

    /// Whether the parts from one on can be found at a time or later.
    ///
    /// @param used events of that time that are taken
    /// @param vain what was tried before
    private boolean follows(
            Criterion.Sequence sequence,
            int part,
            long time,
            Set<Integer> used,
            Set<List<Object>> vain) {
        if (part == sequence.parts().size()) {
            return true;
        }
        if (!vain.add(List.of(part, time, Set.copyOf(used)))) {
            return false;
        }
        Criterion.Part next = sequence.parts().get(part);
        for (int event : in(next.events(), range(sequence.timeframe()))) {
            long at = person.time(event);
            boolean within =
                    part == 0
                            || next.withinMillis().isEmpty()
                            || at - time <= next.withinMillis().getAsLong();
            if (at >= time && !used.contains(event) && within && clean(next, time, at)) {
                Set<Integer> taken = at == time ? new HashSet<>(used) : new HashSet<>();
                taken.add(event);
                if (follows(sequence, part + 1, at, taken, vain)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// None of the unwanted lies between, both ends exclusive.
    private boolean clean(Criterion.Part part, long after, long before) {
        return part.without().stream()
                .allMatch(
                        unwanted ->
                                times(unwanted, TimeRange.ALL).stream()
                                        .noneMatch(time -> after < time && time < before));
    }
}
