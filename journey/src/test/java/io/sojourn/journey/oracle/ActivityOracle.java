package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Interval;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.LifecycleResult;
import io.sojourn.journey.trend.Occurrences;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.StickinessResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// In which intervals people are active: stickiness and lifecycle.
public final class ActivityOracle {

    private ActivityOracle() {}

    public static StickinessResult stickiness(
            List<Journey> journeys, Stickiness question, Context context) {
        List<SeenPerson> people = SeenPerson.all(journeys, context);
        TimeRange range =
                Ranges.resolve(
                        people,
                        context,
                        question.range(),
                        question.interval().unit(),
                        List.of(question.events()));
        Buckets buckets = Buckets.of(context.calendar(), question.interval(), range);
        List<Integer> active = new ArrayList<>();
        for (SeenPerson person : people) {
            int intervals = 0;
            for (int i = 0; i < buckets.count(); i++) {
                TimeRange interval = new TimeRange(buckets.start(i), buckets.end(i));
                long events = events(person, question.events(), range.and(interval));
                intervals += holds(question.occurrences(), events) ? 1 : 0;
            }
            active.add(intervals);
        }
        List<Long> counts = new ArrayList<>();
        for (int n = 1; n <= buckets.count(); n++) {
            int wanted = n;
            counts.add(
                    active.stream()
                            .filter(
                                    intervals ->
                                            intervals == wanted
                                                    || (question.cumulative()
                                                            && intervals > wanted))
                            .count());
        }
        return new StickinessResult(intervals(buckets, context), counts);
    }

    private static boolean holds(Occurrences occurrences, long events) {
        return events > 0
                && switch (occurrences.operator()) {
                    case EQUALS -> events == occurrences.value();
                    case GT -> events > occurrences.value();
                    case GTE -> events >= occurrences.value();
                    case LT -> events < occurrences.value();
                    case LTE -> events <= occurrences.value();
                    default -> throw new IllegalArgumentException(occurrences.toString());
                };
    }

    private static long events(SeenPerson person, EventFilter filter, TimeRange range) {
        return person.matching(filter).stream()
                .filter(event -> range.contains(person.time(event)))
                .count();
    }

    private static List<Interval> intervals(Buckets buckets, Context context) {
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            intervals.add(
                    new Interval(
                            buckets.start(i),
                            buckets.end(i),
                            buckets.isIncomplete(i, context.asOf())));
        }
        return intervals;
    }

    /// Intervals are whole; the one before the first counts for its states.
    public static LifecycleResult lifecycle(
            List<Journey> journeys, Lifecycle question, Context context) {
        List<SeenPerson> people = SeenPerson.all(journeys, context);
        TimeRange asked =
                Ranges.resolve(
                        people,
                        context,
                        question.range(),
                        question.interval().unit(),
                        List.of(question.events()));
        Buckets cut = Buckets.of(context.calendar(), question.interval(), asked);
        Map<Lifecycle.State, List<Long>> counts = new EnumMap<>(Lifecycle.State.class);
        for (Lifecycle.State state : Lifecycle.State.values()) {
            counts.put(state, new ArrayList<>());
        }
        if (cut.count() == 0) {
            return new LifecycleResult(List.of(), counts);
        }
        TimeRange whole = new TimeRange(cut.start(0), cut.end(cut.count() - 1));
        Buckets buckets = Buckets.of(context.calendar(), question.interval(), whole);
        for (int i = 0; i < buckets.count(); i++) {
            TimeRange interval = new TimeRange(buckets.start(i), buckets.end(i));
            long beforeFrom =
                    i > 0
                            ? buckets.start(i - 1)
                            : context.calendar()
                                    .plus(
                                            buckets.start(0),
                                            question.interval().unit(),
                                            -question.interval().every());
            TimeRange before = new TimeRange(beforeFrom, buckets.start(i));
            Map<Lifecycle.State, Long> now = new EnumMap<>(Lifecycle.State.class);
            for (SeenPerson person : people) {
                boolean active = events(person, question.events(), interval) > 0;
                boolean wasActive = events(person, question.events(), before) > 0;
                boolean ever =
                        events(
                                        person,
                                        question.events(),
                                        new TimeRange(Long.MIN_VALUE, interval.from()))
                                > 0;
                if (active && !ever) {
                    now.merge(Lifecycle.State.NEW, 1L, Long::sum);
                } else if (active && wasActive) {
                    now.merge(Lifecycle.State.RETURNING, 1L, Long::sum);
                } else if (active) {
                    now.merge(Lifecycle.State.RESURRECTING, 1L, Long::sum);
                } else if (wasActive) {
                    now.merge(Lifecycle.State.DORMANT, 1L, Long::sum);
                }
            }
            counts.forEach((state, list) -> list.add(now.getOrDefault(state, 0L)));
        }
        return new LifecycleResult(intervals(buckets, context), counts);
    }
}
