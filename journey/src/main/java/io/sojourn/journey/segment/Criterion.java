package io.sojourn.journey.segment;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import java.util.List;
import java.util.OptionalLong;

/// Says of each person whether they belong to a segment. The population is everybody, with or without events.
public sealed interface Criterion {

    /// @param criteria where there are none, everybody belongs
    record All(List<Criterion> criteria) implements Criterion {
        public All {
            criteria = List.copyOf(criteria);
        }
    }

    /// @param criteria where there are none, nobody belongs
    record Any(List<Criterion> criteria) implements Criterion {
        public Any {
            criteria = List.copyOf(criteria);
        }
    }

    record Not(Criterion criterion) implements Criterion {}

    /// @param condition on a column of persons
    record Has(PropertyCondition condition) implements Criterion {
        public Has {
            if (!condition.column().scope().isOfPerson()) {
                throw new IllegalArgumentException(condition.column() + " is no column of persons");
            }
        }
    }

    /// Belongs to a stored segment.
    record Member(long segment) implements Criterion {}

    record Listed(PersonSet persons) implements Criterion {}

    /// What is measured of the events in the timeframe compares as stated; `did not` compares their count with 0.
    record Did(EventFilter events, Measure measure, Comparison comparison, Timeframe timeframe)
            implements Criterion {}

    /// The first of these events ever lies in the timeframe.
    record FirstDid(EventFilter events, Timeframe timeframe) implements Criterion {}

    /// Did it before the timeframe, and not in it.
    record Stopped(EventFilter events, Timeframe timeframe) implements Criterion {}

    /// Did it before `quiet` begins, not from there until `again` begins, and in `again`.
    ///
    /// @param quiet only its beginning counts; where `again` begins no later, nobody belongs
    record Restarted(EventFilter events, Timeframe quiet, Timeframe again) implements Criterion {}

    /// In at least `atLeast` of the last `of` periods the count of events compares as stated. Periods are counted back
    /// from `asOf`, which the latest one includes; a period includes its beginning and excludes its end.
    ///
    /// @param atLeast 1 to `of`
    /// @param of 1 to [#PERIODS_MAX]
    record Regularly(EventFilter events, Comparison perPeriod, Period period, int atLeast, int of)
            implements Criterion {

        public static final int PERIODS_MAX = 1_000;

        public Regularly {
            if (atLeast < 1 || of < atLeast || of > PERIODS_MAX) {
                throw new IllegalArgumentException("in " + atLeast + " of " + of + " periods");
            }
        }
    }

    /// One after the other, others between are fine. An event is used once; of events at one time any may be the
    /// earlier one.
    ///
    /// @param parts at least one, at most [#PARTS_MAX]
    /// @param timeframe in which all parts lie
    record Sequence(List<Part> parts, Timeframe timeframe) implements Criterion {

        public static final int PARTS_MAX = 32;

        public Sequence {
            parts = List.copyOf(parts);
            if (parts.isEmpty() || parts.size() > PARTS_MAX) {
                throw new IllegalArgumentException("a sequence of " + parts.size() + " parts");
            }
            Part first = parts.getFirst();
            if (first.withinMillis().isPresent() || !first.without().isEmpty()) {
                throw new IllegalArgumentException("nothing comes before the first part");
            }
        }
    }

    /// @param withinMillis at most so long after the part before, inclusive; empty = ever
    /// @param without none of these after the part before and before this one, both ends exclusive
    record Part(EventFilter events, OptionalLong withinMillis, List<EventFilter> without) {
        public Part {
            without = List.copyOf(without);
            if (withinMillis.isPresent() && withinMillis.getAsLong() < 0) {
                throw new IllegalArgumentException("within " + withinMillis);
            }
        }

        public static Part of(EventFilter events) {
            return new Part(events, OptionalLong.empty(), List.of());
        }
    }
}
