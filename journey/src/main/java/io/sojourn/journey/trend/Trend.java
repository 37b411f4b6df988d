package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Extent;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Optional;

/// Measures per interval.
///
/// @param formula over the series, which it calls `A`, `B`, ...
/// @param previous whether the period before, of the same length in local days, is asked about too
/// @param rolling intervals that an average goes over, 1 = none
public record Trend(
        List<Series> series,
        Optional<Formula> formula,
        Period interval,
        Range range,
        Breakdown breakdown,
        boolean previous,
        int rolling) {

    public static final int SERIES_MAX = 26;
    public static final int ROLLING_MAX = 1_000;

    public Trend {
        series = List.copyOf(series);
        if (series.isEmpty() || series.size() > SERIES_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "series", "between 1 and " + SERIES_MAX + ", got " + series.size()));
        }
        if (rolling < 1 || rolling > ROLLING_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "rolling",
                            "between 1 and " + ROLLING_MAX + " intervals, got " + rolling));
        }
        int known = series.size();
        formula.ifPresent(
                said -> {
                    if (said.seriesMax() >= known) {
                        throw new ProblemException(
                                Problem.invalid(
                                        "formula",
                                        "there is no series " + (char) ('A' + said.seriesMax())));
                    }
                });
    }

    public TrendResult ask(Asking asking, Context context) {
        TrendPlan plan = plan(asking, context);
        TrendResult result = ask(asking, plan);
        if (!previous) {
            return result;
        }
        TrendResult past =
                asking.run(TrendAnalysis.lines(plan.previous(), named(result))).orElseThrow();
        return new TrendResult(result.intervals(), result.lines(), Optional.of(past));
    }

    /// The people behind a value of the answer.
    public PersonSet people(Asking asking, Context context, TrendCell cell) {
        TrendPlan now = plan(asking, context);
        TrendPlan plan = cell.previous() ? now.previous() : now;
        plan.check(cell);
        List<Group> named = cell.group().rest() ? largest(asking, now) : List.of(cell.group());
        return asking.run(TrendAnalysis.people(plan, named, cell));
    }

    private TrendPlan plan(Asking asking, Context context) {
        List<EventFilter> filters = series.stream().map(Series::events).toList();
        return TrendPlan.of(
                this, context, Extent.resolve(asking, context, range, interval.unit(), filters));
    }

    /// In one pass where all groups are named, else in three: the first ends early, the second finds the largest.
    private TrendResult ask(Asking asking, TrendPlan plan) {
        return asking.run(TrendAnalysis.lines(plan, Optional.empty()))
                .orElseGet(
                        () ->
                                asking.run(
                                                TrendAnalysis.lines(
                                                        plan, Optional.of(largest(asking, plan))))
                                        .orElseThrow());
    }

    private List<Group> largest(Asking asking, TrendPlan plan) {
        return asking.run(TrendAnalysis.largest(plan.whole()));
    }

    private static Optional<List<Group>> named(TrendResult result) {
        return Optional.of(
                result.lines().stream()
                        .map(TrendResult.Line::group)
                        .filter(group -> !group.rest())
                        .distinct()
                        .toList());
    }

    /// One series, undivided.
    public static Trend of(Series series, Period interval, Range range) {
        return new Trend(
                List.of(series), Optional.empty(), interval, range, Breakdown.NONE, false, 1);
    }
}
