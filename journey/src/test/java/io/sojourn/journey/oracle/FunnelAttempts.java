package io.sojourn.journey.oracle;

import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every attempt of one line of events: a journey, a visit, or what of it carries the same held values.
///
/// Steps are counted from 0 here. Events are places in a [SeenPerson].
final class FunnelAttempts {

    /// A step and the event that served it.
    record Taken(int step, int event, long time) {}

    /// @param taken the entry first
    /// @param level how far it came: steps taken in `any`, otherwise the number of the furthest step, from 1
    /// @param voided when an exclusion voided it or, in other products' modes, ended it
    /// @param foreign when a foreign event ended it
    /// @param windowEnd last moment at which it can take a step
    record Attempt(
            List<Taken> taken,
            int level,
            boolean converted,
            Optional<Long> voided,
            boolean isVoid,
            Optional<Long> foreign,
            long windowEnd,
            boolean open) {

        long entryTime() {
            return taken.getFirst().time();
        }

        int entry() {
            return taken.getFirst().event();
        }

        /// When the furthest step was reached.
        long reachedAt() {
            return taken.getLast().time();
        }

        /// 0 where void.
        int goes() {
            return isVoid ? 0 : level;
        }
    }

    /// Tied events, in order of arrival.
    private record Moment(long time, List<Integer> events) {}

    private final SeenPerson person;
    private final Funnel funnel;
    private final TimeRange range;
    private final List<Moment> moments;
    private final int steps;

    private FunnelAttempts(
            SeenPerson person, Funnel funnel, TimeRange range, List<Integer> events) {
        this.person = person;
        this.funnel = funnel;
        this.range = range;
        steps = funnel.steps().size();
        moments = moments(events.stream().filter(this::isMeant).toList());
    }

    /// Lines of events, each a journey of its own.
    static List<List<Integer>> lines(SeenPerson person, Funnel funnel, List<Integer> events) {
        if (funnel.held().isEmpty()) {
            return List.of(events);
        }
        Map<List<Optional<String>>, List<Integer>> lines = new LinkedHashMap<>();
        for (int event : events) {
            List<Optional<String>> values = new ArrayList<>();
            for (Column column : funnel.held()) {
                values.add(person.value(event, column));
            }
            if (values.stream().allMatch(Optional::isPresent)) {
                lines.computeIfAbsent(values, added -> new ArrayList<>()).add(event);
            }
        }
        return List.copyOf(lines.values());
    }

    /// Every attempt, by entry.
    ///
    /// @param range of the question
    /// @param entries in which the attempts begin
    static List<Attempt> of(
            SeenPerson person,
            Funnel funnel,
            TimeRange range,
            TimeRange entries,
            List<Integer> line) {
        FunnelAttempts all = new FunnelAttempts(person, funnel, range, line);
        List<Attempt> attempts = new ArrayList<>();
        for (int m = 0; m < all.moments.size(); m++) {
            if (entries.contains(all.moments.get(m).time)) {
                attempts.addAll(
                        funnel.order() == Funnel.Order.ANY ? all.anyFrom(m) : all.orderedFrom(m));
            }
        }
        return attempts;
    }

    // --- which events count, and when

    private boolean isMeant(int event) {
        if (person.time(event) < range.from()) {
            return false;
        }
        boolean strict = funnel.order() == Funnel.Order.STRICT;
        return funnel.steps().stream().anyMatch(step -> person.matches(event, step.filter()))
                || isExclusion(event)
                || (strict
                        && (funnel.among().isEmpty()
                                || person.matches(event, funnel.among().get())));
    }

    private boolean isExclusion(int event) {
        return funnel.exclusions().stream()
                .anyMatch(exclusion -> person.matches(event, exclusion.filter()));
    }

    /// Events of which each follows the one before within the tolerance happen at the time of the first of them.
    private List<Moment> moments(List<Integer> events) {
        List<Moment> found = new ArrayList<>();
        long before = 0;
        for (int event : events) {
            long time = person.time(event);
            if (found.isEmpty() || time - before > funnel.toleranceMillis()) {
                found.add(new Moment(time, new ArrayList<>()));
            }
            found.getLast().events.add(event);
            before = time;
        }
        found.forEach(moment -> moment.events.sort(Comparator.comparingLong(this::arrival)));
        return found;
    }

    private long arrival(int event) {
        return person.events().get(event).id();
    }

    private boolean serves(int event, int step) {
        return person.matches(event, funnel.steps().get(step).filter());
    }

    private long windowEnd(long entry) {
        long end = Long.MAX_VALUE;
        if (funnel.windowMillis().isPresent()) {
            end = entry + funnel.windowMillis().getAsLong();
        }
        return funnel.completeInRange() && range.to() != Long.MAX_VALUE
                ? Math.min(end, range.to() - 1)
                : end;
    }

    // --- one step after the other

    private List<Attempt> orderedFrom(int begin) {
        Moment moment = moments.get(begin);
        List<List<Taken>> beginnings = new ArrayList<>();
        if (funnel.ties() == Funnel.Ties.ANY) {
            List<Taken> taken = inAnyOrder(moment, -1);
            if (!taken.isEmpty()) {
                beginnings.add(taken);
            }
        } else {
            for (int i = 0; i < moment.events.size(); i++) {
                if (serves(moment.events.get(i), 0)) {
                    List<Taken> taken = new ArrayList<>();
                    taken.add(new Taken(0, moment.events.get(i), moment.time));
                    if (funnel.ties() == Funnel.Ties.ARRIVAL) {
                        List<Integer> later = moment.events.subList(i + 1, moment.events.size());
                        takeAsArrived(new Moment(moment.time, later), taken);
                    }
                    beginnings.add(taken);
                }
            }
        }
        return beginnings.stream().map(taken -> goOn(taken, begin)).toList();
    }

    private Attempt goOn(List<Taken> beginning, int begin) {
        List<Taken> taken = new ArrayList<>(beginning);
        long windowEnd = windowEnd(taken.getFirst().time);
        Optional<Long> foreign = Optional.empty();
        for (int m = begin + 1; m < moments.size() && taken.getLast().step < steps - 1; m++) {
            Moment moment = moments.get(m);
            if (moment.time > windowEnd) {
                break;
            }
            int before = taken.size();
            switch (funnel.ties()) {
                case ANY -> taken.addAll(inAnyOrder(moment, taken.getLast().step));
                case ARRIVAL -> takeAsArrived(moment, taken);
                case NEVER -> takeOne(moment, taken);
            }
            if (funnel.order() == Funnel.Order.STRICT && taken.size() == before) {
                foreign = Optional.of(moment.time);
                break;
            }
        }
        return judged(taken, foreign, windowEnd);
    }

    /// Whether a step may come directly after another: only optional ones are left out.
    private boolean mayFollow(int step, int after) {
        for (int between = after + 1; between < step; between++) {
            if (!funnel.steps().get(between).optional()) {
                return false;
            }
        }
        return step > after && (after >= 0 || step == 0);
    }

    private void takeAsArrived(Moment moment, List<Taken> taken) {
        for (int event : moment.events) {
            for (int step = steps - 1; step > taken.getLast().step; step--) {
                if (mayFollow(step, taken.getLast().step) && serves(event, step)) {
                    taken.add(new Taken(step, event, moment.time));
                    break;
                }
            }
        }
    }

    private void takeOne(Moment moment, List<Taken> taken) {
        for (int step = steps - 1; step > taken.getLast().step; step--) {
            for (int event : moment.events) {
                if (mayFollow(step, taken.getLast().step) && serves(event, step)) {
                    taken.add(new Taken(step, event, moment.time));
                    return;
                }
            }
        }
    }

    /// As far as the events of a moment allow in whichever order; of ways that go equally far one that takes most
    /// steps, the later optional ones first.
    private List<Taken> inAnyOrder(Moment moment, int after) {
        for (int furthest = steps - 1; furthest > after; furthest--) {
            List<List<Integer>> ways = ways(after, furthest);
            ways.sort(
                    Comparator.comparingInt((List<Integer> way) -> -way.size())
                            .thenComparing(way -> -way.stream().mapToInt(step -> step).sum()));
            for (List<Integer> way : ways) {
                if (canServe(way, moment.events)) {
                    return firstArrived(way, moment);
                }
            }
        }
        return List.of();
    }

    /// Steps from one to another, with and without each optional one between.
    private List<List<Integer>> ways(int after, int furthest) {
        List<List<Integer>> ways = new ArrayList<>();
        for (int next = after + 1; next <= furthest; next++) {
            if (mayFollow(next, after)) {
                List<List<Integer>> rests =
                        next == furthest ? List.of(List.of()) : ways(next, furthest);
                for (List<Integer> rest : rests) {
                    List<Integer> way = new ArrayList<>(List.of(next));
                    way.addAll(rest);
                    ways.add(way);
                }
            }
        }
        return ways;
    }

    /// For each step in turn the event that arrived first, if the other steps find theirs then.
    private List<Taken> firstArrived(List<Integer> way, Moment moment) {
        List<Taken> taken = new ArrayList<>();
        List<Integer> left = new ArrayList<>(moment.events);
        for (int i = 0; i < way.size(); i++) {
            for (int event : List.copyOf(left)) {
                List<Integer> others = new ArrayList<>(left);
                others.remove(Integer.valueOf(event));
                if (serves(event, way.get(i)) && canServe(way.subList(i + 1, way.size()), others)) {
                    taken.add(new Taken(way.get(i), event, moment.time));
                    left = others;
                    break;
                }
            }
        }
        return taken;
    }

    private boolean canServe(List<Integer> wanted, List<Integer> events) {
        return matching(wanted, events) == wanted.size();
    }

    /// The most steps that can be served by different events.
    private int matching(List<Integer> wanted, List<Integer> events) {
        Map<Integer, Integer> servedBy = new LinkedHashMap<>();
        int size = 0;
        for (int event : events) {
            if (place(event, wanted, servedBy, new HashSet<>())) {
                size++;
            }
        }
        return size;
    }

    private boolean place(
            int event, List<Integer> wanted, Map<Integer, Integer> servedBy, Set<Integer> tried) {
        for (int step : wanted) {
            if (serves(event, step) && tried.add(step)) {
                Integer other = servedBy.get(step);
                if (other == null || place(other, wanted, servedBy, tried)) {
                    servedBy.put(step, event);
                    return true;
                }
            }
        }
        return false;
    }

    // --- in any order

    /// Steps whose order is free, or one that is anchored.
    private List<List<Integer>> blocks() {
        List<List<Integer>> blocks = new ArrayList<>();
        boolean anchored = true;
        for (int step = 0; step < steps; step++) {
            if (anchored || funnel.steps().get(step).anchored()) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(step);
            anchored = funnel.steps().get(step).anchored();
        }
        return blocks;
    }

    private List<Attempt> anyFrom(int begin) {
        Moment moment = moments.get(begin);
        List<Integer> first = blocks().getFirst();
        boolean opens =
                moment.events.stream()
                        .anyMatch(event -> first.stream().anyMatch(step -> serves(event, step)));
        return opens ? List.of(anyOrder(begin)) : List.of();
    }

    private Attempt anyOrder(int begin) {
        long windowEnd = windowEnd(moments.get(begin).time);
        List<Taken> taken = new ArrayList<>();
        int block = 0;
        List<Integer> of = new ArrayList<>();
        for (int m = begin; m < moments.size(); m++) {
            Moment moment = moments.get(m);
            for (int event : moment.events) {
                if (moment.time > windowEnd || taken.size() == steps) {
                    break;
                }
                List<Integer> wanted = blocks().get(block);
                boolean tooSoon =
                        of.isEmpty()
                                && !taken.isEmpty()
                                && funnel.ties() == Funnel.Ties.NEVER
                                && taken.getLast().time == moment.time;
                int before = matching(wanted, of);
                of.add(event);
                if (tooSoon) {
                    of.clear();
                } else if (matching(wanted, of) > before) {
                    taken.add(new Taken(taken.size(), event, moment.time));
                    if (before + 1 == wanted.size()) {
                        block++;
                        of.clear();
                    }
                } else if (before == 0) {
                    of.clear();
                }
            }
        }
        return judged(taken, Optional.empty(), windowEnd);
    }

    // --- void or not

    private Attempt judged(List<Taken> taken, Optional<Long> foreign, long windowEnd) {
        Optional<Long> voided = voided(taken, foreign, windowEnd);
        boolean other = funnel.mode() != Funnel.Mode.SOJOURN;
        List<Taken> stays =
                other && voided.isPresent()
                        ? taken.stream().filter(one -> one.time <= voided.get()).toList()
                        : taken;
        boolean any = funnel.order() == Funnel.Order.ANY;
        int level = any ? stays.size() : stays.getLast().step + 1;
        boolean isVoid = voided.isPresent() && !other;
        boolean converted = level == steps && !isVoid;
        boolean reaches = windowEnd == Long.MAX_VALUE || windowEnd > person.context().asOf();
        return new Attempt(
                List.copyOf(stays),
                level,
                converted,
                voided,
                isVoid,
                foreign,
                windowEnd,
                !converted && voided.isEmpty() && foreign.isEmpty() && reaches);
    }

    /// The time of the first exclusion that voids, all ends exclusive.
    private Optional<Long> voided(List<Taken> taken, Optional<Long> foreign, long windowEnd) {
        boolean any = funnel.order() == Funnel.Order.ANY;
        Optional<Long> first = Optional.empty();
        for (Funnel.Exclusion exclusion : funnel.exclusions()) {
            Optional<Long> from = reached(taken, any ? 0 : exclusion.fromStep() - 1);
            Optional<Long> to = reached(taken, any ? steps - 1 : exclusion.toStep() - 1);
            for (Moment moment : moments) {
                boolean after = from.isPresent() && moment.time > from.get();
                boolean before =
                        to.map(reachedTo -> moment.time < reachedTo)
                                .orElse(
                                        moment.time < exclusiveEnd(taken)
                                                && moment.time <= windowEnd);
                boolean alive = foreign.map(ended -> moment.time <= ended).orElse(true);
                boolean there =
                        moment.events.stream()
                                .anyMatch(event -> person.matches(event, exclusion.filter()));
                boolean sooner = first.map(other -> moment.time < other).orElse(true);
                if (after && before && alive && there && sooner) {
                    first = Optional.of(moment.time);
                }
            }
        }
        return first;
    }

    /// The window's end itself voids nothing.
    private long exclusiveEnd(List<Taken> taken) {
        return funnel.windowMillis().isPresent()
                ? taken.getFirst().time + funnel.windowMillis().getAsLong()
                : Long.MAX_VALUE;
    }

    private static Optional<Long> reached(List<Taken> taken, int step) {
        return taken.stream().filter(one -> one.step >= step).map(Taken::time).findFirst();
    }
}
