package io.sojourn.journey.funnel;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Mode;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A funnel with its dates settled and its steps as bits: what its fold reads. Step `j`, counted from 1, is bit `j - 1`.
final class FunnelPlan {

    final Funnel funnel;
    final JourneyScan scan;
    final int steps;
    final TimeRange range;
    final long window;
    final long asOf;
    final Optional<Buckets> buckets;

    /// What an event's condition means: `stepsOf[bit]`, `exclusionsOf[bit]`.
    final int[] stepsOf;

    final int[] exclusionsOf;

    /// Of the steps that come after step `j` without leaving out a required one.
    final int[] next;

    /// The earliest step that can lie directly before a step.
    final int[] before;

    /// First and last step of each exclusion.
    final int[] exclusionFrom;

    final int[] exclusionTo;

    /// The steps of each phase of the order ANY: between phases the order is fixed.
    final int[] phases;

    final int entrySteps;
    final List<Slot> held = new ArrayList<>();
    final List<Slot> groups = new ArrayList<>();

    /// Where a column stands in the scan.
    record Slot(boolean ofPerson, int number) {}

    /// @param intervals both ends are known; empty where the funnel has no interval
    FunnelPlan(Funnel funnel, Context context, Optional<TimeRange> intervals) {
        this.funnel = funnel;
        this.steps = funnel.steps().size();
        this.asOf = context.asOf();
        this.range = funnel.range().resolve(context.calendar(), asOf);
        this.window = funnel.windowMillis().orElse(Long.MAX_VALUE);
        this.buckets =
                funnel.interval()
                        .map(
                                period ->
                                        Buckets.of(
                                                context.calendar(),
                                                period,
                                                intervals.orElseThrow()));
        this.next = new int[steps + 1];
        this.before = new int[steps + 1];
        this.phases = phases(funnel.steps());
        this.entrySteps = entrySteps(funnel);
        JourneyScan.Builder builder = context.scan();
        if (funnel.counting() == Counting.VISITS) {
            builder.visits(context.visits());
        }
        if (funnel.toleranceMillis() > 0) {
            builder.eventNumbers();
        }
        TimeRange later = later();
        int[] stepBits = new int[steps];
        for (int i = 0; i < steps; i++) {
            boolean entryOnly = i == 0 && funnel.order() == Order.ORDERED;
            stepBits[i] =
                    builder.condition(
                            funnel.steps().get(i).filter(), entryOnly ? entries(later) : later);
            orderOf(i + 1);
        }
        int exclusions = funnel.exclusions().size();
        exclusionFrom = new int[exclusions];
        exclusionTo = new int[exclusions];
        int[] exclusionBits = new int[exclusions];
        for (int i = 0; i < exclusions; i++) {
            Exclusion exclusion = funnel.exclusions().get(i);
            boolean any = funnel.order() == Order.ANY;
            exclusionFrom[i] = any ? 1 : exclusion.fromStep();
            exclusionTo[i] = any ? steps : exclusion.toStep();
            exclusionBits[i] = builder.condition(exclusion.filter(), later);
        }
        if (funnel.order() == Order.STRICT) {
            builder.condition(funnel.among().orElse(EventFilter.ANY), later);
        }
        funnel.held().forEach(column -> held.add(slot(builder, column)));
        funnel.breakdown()
                .ifPresent(
                        breakdown ->
                                breakdown
                                        .columns()
                                        .forEach(column -> groups.add(slot(builder, column))));
        this.scan = builder.build();
        this.stepsOf = new int[scan.words() * Long.SIZE];
        this.exclusionsOf = new int[scan.words() * Long.SIZE];
        for (int i = 0; i < steps; i++) {
            stepsOf[stepBits[i]] |= 1 << i;
        }
        for (int i = 0; i < exclusions; i++) {
            exclusionsOf[exclusionBits[i]] |= 1 << i;
        }
    }

    /// Steps whose events may open an attempt.
    static int entrySteps(Funnel funnel) {
        return funnel.order() == Order.ANY ? phases(funnel.steps())[0] : 1;
    }

    private static Slot slot(JourneyScan.Builder builder, Column column) {
        return new Slot(column.scope().isOfPerson(), builder.column(column));
    }

    /// The times of steps behind the first. Ties that a tolerance makes may reach beyond every window.
    private TimeRange later() {
        if (funnel.toleranceMillis() > 0) {
            return new TimeRange(range.from(), Long.MAX_VALUE);
        }
        return funnel.completeInRange()
                ? range
                : new TimeRange(range.from(), plus(range.to(), window));
    }

    private TimeRange entries(TimeRange later) {
        return funnel.toleranceMillis() > 0 ? later : range;
    }

    private void orderOf(int step) {
        int last = step - 1;
        while (last > 1 && funnel.steps().get(last - 1).optional()) {
            last--;
        }
        before[step] = last;
        for (int from = Math.max(last, 1); from < step; from++) {
            next[from] |= 1 << (step - 1);
        }
    }

    private static int[] phases(List<Step> steps) {
        List<Integer> phases = new ArrayList<>();
        int open = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).anchored()) {
                if (open != 0) {
                    phases.add(open);
                }
                phases.add(1 << i);
                open = 0;
            } else {
                open |= 1 << i;
            }
        }
        if (open != 0) {
            phases.add(open);
        }
        return phases.stream().mapToInt(phase -> phase).toArray();
    }

    boolean isOptional(int step) {
        return funnel.steps().get(step - 1).optional();
    }

    /// The last moment of an attempt's time.
    long windowEnd(long entry) {
        long end = plus(entry, window);
        return funnel.completeInRange() ? Math.min(end, range.to() - 1) : end;
    }

    static long plus(long time, long span) {
        return time > Long.MAX_VALUE - span ? Long.MAX_VALUE : time + span;
    }

    boolean isOpen(long windowEnd) {
        return windowEnd > asOf || windowEnd == Long.MAX_VALUE;
    }

    /// Whether people can be followed through with one state per step.
    boolean isPlain() {
        return funnel.order() == Order.ORDERED
                && funnel.counting() == Counting.PEOPLE
                && funnel.mode() == Mode.SOJOURN
                && funnel.ties() == Ties.ANY
                && funnel.exclusions().isEmpty()
                && funnel.held().isEmpty()
                && funnel.interval().isEmpty()
                && funnel.toleranceMillis() == 0
                && funnel.steps().stream().noneMatch(Step::optional);
    }

    void check(FunnelCell cell) {
        if (cell.step() < 1 || cell.step() > steps) {
            throw new ProblemException(Problem.invalid("step", "there is no step " + cell.step()));
        }
        int intervals = buckets.map(Buckets::count).orElse(0);
        if (cell.interval().isPresent() && cell.interval().getAsInt() >= intervals) {
            throw new ProblemException(
                    Problem.invalid(
                            "interval", "there is no interval " + cell.interval().getAsInt()));
        }
    }
}
