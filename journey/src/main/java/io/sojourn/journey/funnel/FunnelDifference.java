package io.sojourn.journey.funnel;

import io.sojourn.journey.Group;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Row;
import java.util.ArrayList;
import java.util.List;

/// How the conversions of one funnel differ between two sets of people.
///
/// @param rows of the groups that both answers have
public record FunnelDifference(List<Conversions> rows) {

    public FunnelDifference {
        rows = List.copyOf(rows);
    }

    public record Conversions(Group group, List<Conversion> steps) {
        public Conversions {
            steps = List.copyOf(steps);
        }
    }

    /// @param fromFirst of those who reached the first step, who came to this one
    /// @param fromPrevious of those who reached the last required step before it
    public record Conversion(Significance fromFirst, Significance fromPrevious) {}

    public static FunnelDifference of(Funnel funnel, FunnelResult left, FunnelResult right) {
        List<Conversions> rows = new ArrayList<>();
        for (Row row : left.rows()) {
            right.rows().stream()
                    .filter(other -> other.group().equals(row.group()))
                    .findFirst()
                    .map(other -> conversions(funnel, row.all(), other.all()))
                    .ifPresent(steps -> rows.add(new Conversions(row.group(), steps)));
        }
        return new FunnelDifference(rows);
    }

    private static List<Conversion> conversions(Funnel funnel, Flow left, Flow right) {
        List<Conversion> steps = new ArrayList<>();
        int previous = 0;
        for (int step = 0; step < funnel.steps().size(); step++) {
            steps.add(
                    new Conversion(
                            significance(left, right, 0, step),
                            significance(left, right, previous, step)));
            if (!funnel.steps().get(step).optional()) {
                previous = step;
            }
        }
        return steps;
    }

    private static Significance significance(Flow left, Flow right, int from, int to) {
        return Significance.of(
                reached(left, to), reached(left, from), reached(right, to), reached(right, from));
    }

    private static long reached(Flow flow, int step) {
        return flow.steps().get(step).reached().count();
    }
}
