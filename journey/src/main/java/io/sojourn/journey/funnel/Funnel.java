package io.sojourn.journey.funnel;

import io.sojourn.journey.Context;
import io.sojourn.journey.Extent;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// The question how far people come through a sequence of steps; `docs/semantics.md`, section Funnels, says what each
/// part means.
///
/// @param steps 1 to [#STEPS_MAX]
/// @param among for [Order#STRICT]: only these events count as coming between steps, empty = all
/// @param windowMillis from step 1, inclusive; at least 1; empty = no limit
/// @param toleranceMillis events that follow one another within it count as tied; 0 to [#TOLERANCE_MAX]
/// @param held columns of events whose values must be those of the entry, up to [#COLUMNS_MAX]
/// @param range of entries
/// @param completeInRange whether later steps must lie in the range too
/// @param interval empty = only over the whole range
public record Funnel(
        List<Step> steps,
        Order order,
        Optional<EventFilter> among,
        OptionalLong windowMillis,
        Counting counting,
        Ties ties,
        long toleranceMillis,
        List<Exclusion> exclusions,
        List<Column> held,
        Optional<Breakdown> breakdown,
        Range range,
        boolean completeInRange,
        Optional<Period> interval,
        Mode mode) {

    public static final int STEPS_MAX = 32;
    public static final int EXCLUSIONS_MAX = 32;
    public static final int COLUMNS_MAX = 3;
    public static final int TOP_MAX = 1_000;
    public static final long TOLERANCE_MAX = 2_000;

    /// @param optional may be left out; neither the first nor the last step
    /// @param anchored for [Order#ANY]: comes after all steps before it, and those behind it come after it
    public record Step(EventFilter filter, boolean optional, boolean anchored) {
        public Step(EventFilter filter) {
            this(filter, false, false);
        }
    }

    public enum Order {
        /// One step after the other, whatever lies between.
        ORDERED,
        /// One step directly after the other.
        STRICT,
        /// The steps in any order.
        ANY
    }

    /// What is counted.
    public enum Counting {
        /// Each person by the best attempt.
        PEOPLE,
        /// Attempts that do not overlap.
        ATTEMPTS,
        /// Each visit by the best attempt that lies within it.
        VISITS
    }

    /// How events of equal time follow one another.
    public enum Ties {
        /// In whichever order goes further.
        ANY,
        /// As they arrived.
        ARRIVAL,
        /// Not at all.
        NEVER
    }

    /// Which attempt of a person counts.
    public enum Mode {
        /// The one that goes furthest, then arrives first, then begins last.
        SOJOURN,
        /// The first one.
        MIXPANEL,
        /// The one that goes furthest, then begins first.
        AMPLITUDE
    }

    /// What must not happen between two steps, counted from 1; with [Order#ANY] the steps do not matter.
    public record Exclusion(EventFilter filter, int fromStep, int toStep) {}

    /// @param columns 1 to [#COLUMNS_MAX], of events and of persons
    /// @param top so many groups are shown, 1 to [#TOP_MAX], all others are one
    public record Breakdown(List<Column> columns, Attribution attribution, int top) {
        public Breakdown {
            columns = List.copyOf(columns);
            require(
                    !columns.isEmpty() && columns.size() <= COLUMNS_MAX,
                    "a breakdown has 1 to 3 columns");
            require(top >= 1 && top <= TOP_MAX, "groups " + top);
        }
    }

    /// Which event of an attempt gives the values of a breakdown.
    public sealed interface Attribution {
        record Entry() implements Attribution {}

        /// @param step counted from 1
        record AtStep(int step) implements Attribution {}

        /// Each column by the first step whose event has a value.
        record First() implements Attribution {}

        record Last() implements Attribution {}
    }

    public Funnel {
        steps = List.copyOf(steps);
        exclusions = List.copyOf(exclusions);
        held = List.copyOf(held);
        int count = steps.size();
        require(count >= 1 && count <= STEPS_MAX, "a funnel has 1 to 32 steps, got " + count);
        require(
                !steps.getFirst().optional && !steps.getLast().optional,
                "the first and the last step are not optional");
        require(windowMillis.orElse(1) >= 1, "window " + windowMillis);
        require(toleranceMillis >= 0 && toleranceMillis <= TOLERANCE_MAX, "tolerance");
        require(exclusions.size() <= EXCLUSIONS_MAX, "exclusions " + exclusions.size());
        require(held.size() <= COLUMNS_MAX, "up to 3 properties are held");
        for (Column column : held) {
            require(!column.scope().isOfPerson(), column + " is no column of events");
        }
        for (Exclusion exclusion : exclusions) {
            require(
                    exclusion.fromStep >= 1
                            && exclusion.fromStep < exclusion.toStep
                            && exclusion.toStep <= count,
                    "an exclusion lies between two steps, got " + exclusion);
        }
        if (breakdown.isPresent() && breakdown.get().attribution instanceof Attribution.AtStep at) {
            require(at.step >= 1 && at.step <= count, "step " + at.step);
        }
        if (order == Order.ANY) {
            require(steps.stream().noneMatch(Step::optional), "steps in any order are required");
        }
    }

    /// With defaults for all but the steps: ordered, no window, people, ties in any order.
    public static Funnel of(EventFilter... steps) {
        return new Builder().steps(List.of(steps).stream().map(Step::new).toList()).build();
    }

    public FunnelResult ask(Asking asking, Context context) {
        return asking.run(FunnelAnalysis.numbers(plan(asking, context)));
    }

    /// The people behind one number.
    ///
    /// @throws io.sojourn.core.problem.ProblemException where there is no such step or interval
    public PersonSet people(Asking asking, Context context, FunnelCell cell) {
        FunnelPlan plan = plan(asking, context);
        plan.check(cell);
        return asking.run(FunnelAnalysis.people(plan, cell));
    }

    private FunnelPlan plan(Asking asking, Context context) {
        List<EventFilter> entries =
                IntStream.range(0, steps.size())
                        .filter(i -> (FunnelPlan.entrySteps(this) & (1 << i)) != 0)
                        .mapToObj(i -> steps.get(i).filter())
                        .toList();
        Optional<TimeRange> intervals =
                interval.map(
                        every -> Extent.resolve(asking, context, range, every.unit(), entries));
        return new FunnelPlan(this, context, intervals);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// Puts a funnel together.
    public static final class Builder {
        private List<Step> steps = List.of();
        private Order order = Order.ORDERED;
        private Optional<EventFilter> among = Optional.empty();
        private OptionalLong windowMillis = OptionalLong.empty();
        private Counting counting = Counting.PEOPLE;
        private Ties ties = Ties.ANY;
        private long toleranceMillis;
        private List<Exclusion> exclusions = List.of();
        private List<Column> held = List.of();
        private Optional<Breakdown> breakdown = Optional.empty();
        private Range range = new Range.All();
        private boolean completeInRange;
        private Optional<Period> interval = Optional.empty();
        private Mode mode = Mode.SOJOURN;

        public Builder() {}

        private Builder(Funnel funnel) {
            steps = funnel.steps;
            order = funnel.order;
            among = funnel.among;
            windowMillis = funnel.windowMillis;
            counting = funnel.counting;
            ties = funnel.ties;
            toleranceMillis = funnel.toleranceMillis;
            exclusions = funnel.exclusions;
            held = funnel.held;
            breakdown = funnel.breakdown;
            range = funnel.range;
            completeInRange = funnel.completeInRange;
            interval = funnel.interval;
            mode = funnel.mode;
        }

        public Builder steps(List<Step> value) {
            steps = value;
            return this;
        }

        public Builder order(Order value) {
            order = value;
            return this;
        }

        public Builder among(EventFilter value) {
            among = Optional.of(value);
            return this;
        }

        public Builder windowMillis(long value) {
            windowMillis = OptionalLong.of(value);
            return this;
        }

        public Builder counting(Counting value) {
            counting = value;
            return this;
        }

        public Builder ties(Ties value) {
            ties = value;
            return this;
        }

        public Builder toleranceMillis(long value) {
            toleranceMillis = value;
            return this;
        }

        public Builder exclusions(List<Exclusion> value) {
            exclusions = value;
            return this;
        }

        public Builder held(List<Column> value) {
            held = value;
            return this;
        }

        public Builder breakdown(Breakdown value) {
            breakdown = Optional.of(value);
            return this;
        }

        public Builder range(Range value) {
            range = value;
            return this;
        }

        public Builder completeInRange(boolean value) {
            completeInRange = value;
            return this;
        }

        public Builder interval(Period value) {
            interval = Optional.of(value);
            return this;
        }

        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        public Funnel build() {
            return new Funnel(
                    steps,
                    order,
                    among,
                    windowMillis,
                    counting,
                    ties,
                    toleranceMillis,
                    exclusions,
                    held,
                    breakdown,
                    range,
                    completeInRange,
                    interval,
                    mode);
        }
    }
}
