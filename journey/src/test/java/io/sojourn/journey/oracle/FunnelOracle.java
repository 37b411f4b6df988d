package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.oracle.FunnelAttempts.Attempt;
import io.sojourn.journey.oracle.FunnelAttempts.Taken;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// How far people come: every attempt of everybody is looked at.
public final class FunnelOracle {

    private static final Comparator<Attempt> BEST =
            Comparator.comparingInt(Attempt::goes)
                    .thenComparing(Comparator.comparingLong(Attempt::reachedAt).reversed());

    /// What is counted: a person, an attempt or a visit.
    private record Unit(
            SeenPerson person, Attempt attempt, boolean open, List<Optional<String>> values) {}

    private final Funnel funnel;
    private final Context context;
    private final List<SeenPerson> people;
    private final TimeRange range;

    private FunnelOracle(Funnel funnel, Context context, List<SeenPerson> people) {
        this.funnel = funnel;
        this.context = context;
        this.people = people;
        range = funnel.range().resolve(context.calendar(), context.asOf());
    }

    public static FunnelResult answer(List<Journey> journeys, Funnel funnel, Context context) {
        List<SeenPerson> people = SeenPerson.all(journeys, context);
        return new FunnelOracle(funnel, context, people).result();
    }

    /// Without a begin of the range, from the first event on that may open an attempt.
    private Buckets intervals(Period period) {
        List<EventFilter> entries = new ArrayList<>();
        for (Funnel.Step step : funnel.steps()) {
            boolean first = entries.isEmpty();
            if (!first && (funnel.order() != Funnel.Order.ANY || step.anchored())) {
                break;
            }
            entries.add(step.filter());
            if (step.anchored()) {
                break;
            }
        }
        TimeRange known = Ranges.resolve(people, context, funnel.range(), period.unit(), entries);
        return Buckets.of(context.calendar(), period, known);
    }

    private FunnelResult result() {
        List<Unit> all = units(range);
        List<Buckets> buckets = funnel.interval().map(this::intervals).stream().toList();
        List<List<Unit>> byInterval = new ArrayList<>();
        for (Buckets of : buckets) {
            for (int i = 0; i < of.count(); i++) {
                byInterval.add(units(range.and(new TimeRange(of.start(i), of.end(i)))));
            }
        }
        List<FunnelResult.Row> rows = new ArrayList<>();
        rows.add(row(Group.EVERYONE, all, byInterval, buckets, List.of()));
        if (funnel.breakdown().isPresent()) {
            Map<List<Optional<String>>, Long> sizes = new LinkedHashMap<>();
            for (Unit unit : all) {
                sizes.merge(unit.values, 1L, Long::sum);
            }
            byInterval.forEach(
                    units -> units.forEach(unit -> sizes.merge(unit.values, 0L, Long::sum)));
            List<List<Optional<String>>> groups = new ArrayList<>(sizes.keySet());
            groups.sort(
                    Comparator.comparingLong((List<Optional<String>> values) -> -sizes.get(values))
                            .thenComparing(Values.ORDER));
            int top = funnel.breakdown().get().top();
            for (List<Optional<String>> values : groups.subList(0, Math.min(top, groups.size()))) {
                rows.add(row(new Group(values, false), all, byInterval, buckets, List.of(values)));
            }
            if (groups.size() > top) {
                rows.add(
                        row(
                                Group.REST,
                                all,
                                byInterval,
                                buckets,
                                groups.subList(top, groups.size())));
            }
        }
        return new FunnelResult(people.size(), rows);
    }

    // --- what is counted

    private List<Unit> units(TimeRange entries) {
        List<Unit> units = new ArrayList<>();
        for (SeenPerson person : people) {
            List<Integer> events = IntStream.range(0, person.count()).boxed().toList();
            switch (funnel.counting()) {
                case PEOPLE -> best(person, attempts(person, events, entries), units);
                case VISITS -> {
                    int visits = person.visits().stream().mapToInt(v -> v).max().orElse(-1);
                    for (int visit = 0; visit <= visits; visit++) {
                        int of = visit;
                        List<Integer> within =
                                events.stream()
                                        .filter(event -> person.visits().get(event) == of)
                                        .toList();
                        best(person, attempts(person, within, entries), units);
                    }
                }
                case ATTEMPTS -> {
                    for (List<Integer> line : FunnelAttempts.lines(person, funnel, events)) {
                        apart(person, attemptsOf(person, line, entries), units);
                    }
                }
            }
        }
        return units;
    }

    private List<Attempt> attempts(SeenPerson person, List<Integer> events, TimeRange entries) {
        List<Attempt> attempts = new ArrayList<>();
        for (List<Integer> line : FunnelAttempts.lines(person, funnel, events)) {
            attempts.addAll(attemptsOf(person, line, entries));
        }
        Comparator<Attempt> byEntry = Comparator.comparingLong(Attempt::entryTime);
        attempts.sort(byEntry.thenComparing(one -> arrival(person, one)));
        return attempts;
    }

    private List<Attempt> attemptsOf(SeenPerson person, List<Integer> line, TimeRange entries) {
        return FunnelAttempts.of(person, funnel, range, entries, line);
    }

    private static long arrival(SeenPerson person, Attempt attempt) {
        return person.events().get(attempt.entry()).id();
    }

    /// @param attempts by entry
    private void best(SeenPerson person, List<Attempt> attempts, List<Unit> units) {
        if (attempts.isEmpty()) {
            return;
        }
        Attempt best =
                switch (funnel.mode()) {
                    case MIXPANEL -> attempts.getFirst();
                    case AMPLITUDE ->
                            attempts.stream()
                                    .reduce((one, other) -> other.goes() > one.goes() ? other : one)
                                    .orElseThrow();
                    case SOJOURN ->
                            attempts.stream().allMatch(Attempt::isVoid)
                                    ? attempts.getLast()
                                    : attempts.stream()
                                            .reduce(
                                                    (one, other) ->
                                                            BEST.compare(other, one) >= 0
                                                                    ? other
                                                                    : one)
                                            .orElseThrow();
                };
        boolean open =
                funnel.counting() != Funnel.Counting.VISITS
                        && !best.converted()
                        && !best.isVoid()
                        && (funnel.mode() == Funnel.Mode.MIXPANEL
                                ? best.open()
                                : attempts.stream().anyMatch(Attempt::open));
        units.add(new Unit(person, best, open, values(person, best)));
    }

    /// Attempts that do not overlap.
    ///
    /// @param attempts by entry
    private void apart(SeenPerson person, List<Attempt> attempts, List<Unit> units) {
        int next = 0;
        while (next < attempts.size()) {
            Attempt current = attempts.get(next);
            for (next++; next < attempts.size(); next++) {
                Attempt later = attempts.get(next);
                if (hasEnded(current, later.entryTime())) {
                    break;
                }
                boolean takesOver =
                        funnel.mode() != Funnel.Mode.MIXPANEL && later.goes() > current.goes();
                current = takesOver ? later : current;
            }
            units.add(new Unit(person, current, current.open(), values(person, current)));
        }
    }

    private static boolean hasEnded(Attempt attempt, long time) {
        return attempt.voided().map(ended -> time >= ended).orElse(false)
                || attempt.foreign().map(ended -> time >= ended).orElse(false)
                || (attempt.converted() && time > attempt.reachedAt())
                || time > attempt.windowEnd();
    }

    private List<Optional<String>> values(SeenPerson person, Attempt attempt) {
        if (funnel.breakdown().isEmpty()) {
            return List.of();
        }
        List<Optional<String>> values = new ArrayList<>();
        for (Column column : funnel.breakdown().get().columns()) {
            List<Optional<String>> ofSteps =
                    attempt.taken().stream()
                            .map(taken -> person.value(taken.event(), column))
                            .toList();
            if (column.scope().isOfPerson()) {
                values.add(ofSteps.getFirst());
                continue;
            }
            values.add(
                    switch (funnel.breakdown().get().attribution()) {
                        case Funnel.Attribution.Entry() -> ofSteps.getFirst();
                        case Funnel.Attribution.AtStep(int step) ->
                                IntStream.range(0, ofSteps.size())
                                        .filter(i -> attempt.taken().get(i).step() == step - 1)
                                        .mapToObj(ofSteps::get)
                                        .findFirst()
                                        .orElse(Optional.empty());
                        case Funnel.Attribution.First() ->
                                ofSteps.stream().flatMap(Optional::stream).findFirst();
                        case Funnel.Attribution.Last() ->
                                ofSteps.reversed().stream().flatMap(Optional::stream).findFirst();
                    });
        }
        return values;
    }

    // --- how they are counted

    /// @param groups whose units are counted; none = all
    private FunnelResult.Row row(
            Group group,
            List<Unit> all,
            List<List<Unit>> byInterval,
            List<Buckets> buckets,
            List<List<Optional<String>>> groups) {
        List<FunnelResult.Interval> intervals = new ArrayList<>();
        for (int i = 0; i < byInterval.size(); i++) {
            Buckets of = buckets.getFirst();
            intervals.add(
                    new FunnelResult.Interval(
                            of.start(i),
                            of.end(i),
                            of.isIncomplete(i, context.asOf()),
                            flow(of(groups, byInterval.get(i)))));
        }
        return new FunnelResult.Row(group, flow(of(groups, all)), intervals);
    }

    private static List<Unit> of(List<List<Optional<String>>> groups, List<Unit> units) {
        return units.stream()
                .filter(unit -> groups.isEmpty() || groups.contains(unit.values))
                .toList();
    }

    private FunnelResult.Flow flow(List<Unit> units) {
        List<Unit> counted = units.stream().filter(unit -> !unit.attempt.isVoid()).toList();
        List<FunnelResult.Step> steps = new ArrayList<>();
        for (int i = 0; i < funnel.steps().size(); i++) {
            int step = i;
            List<Unit> reached = counted.stream().filter(unit -> reached(unit, step)).toList();
            List<Unit> last =
                    counted.stream().filter(unit -> unit.attempt.level() == step + 1).toList();
            List<Double> seconds = new ArrayList<>();
            if (step > 0) {
                reached.forEach(unit -> seconds.add(seconds(unit, step)));
            }
            boolean end = step == funnel.steps().size() - 1;
            steps.add(
                    new FunnelResult.Step(
                            tally(reached),
                            tally(end ? List.of() : last.stream().filter(Unit::open).toList()),
                            tally(
                                    end
                                            ? List.of()
                                            : last.stream().filter(unit -> !unit.open).toList()),
                            times(seconds)));
        }
        return new FunnelResult.Flow(
                steps, tally(units.stream().filter(unit -> unit.attempt.isVoid()).toList()));
    }

    private static boolean reached(Unit unit, int step) {
        return unit.attempt.taken().stream().anyMatch(taken -> taken.step() == step);
    }

    private static double seconds(Unit unit, int step) {
        List<Taken> taken = unit.attempt.taken();
        for (int i = 1; i < taken.size(); i++) {
            if (taken.get(i).step() == step) {
                long millis =
                        unit.person.time(taken.get(i).event())
                                - unit.person.time(taken.get(i - 1).event());
                return Math.max(0, millis) / 1_000.0;
            }
        }
        throw new IllegalStateException(step + " of " + taken);
    }

    private static FunnelResult.Tally tally(List<Unit> units) {
        return new FunnelResult.Tally(
                units.size(), units.stream().map(unit -> unit.person.person()).distinct().count());
    }

    private static FunnelResult.Times times(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        Long[] histogram = new Long[FunnelResult.Times.EDGES.size()];
        Arrays.fill(histogram, 0L);
        for (double one : sorted) {
            int column = 0;
            while (column + 1 < histogram.length
                    && one >= FunnelResult.Times.EDGES.get(column + 1)) {
                column++;
            }
            histogram[column]++;
        }
        return new FunnelResult.Times(
                sorted.size(),
                sorted.stream().mapToDouble(one -> one).average().orElse(Double.NaN),
                Values.nearestRank(sorted, 50),
                Values.nearestRank(sorted, 90),
                List.of(histogram));
    }
}
