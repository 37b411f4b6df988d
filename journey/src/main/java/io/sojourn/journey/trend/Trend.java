package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.group.Breakdown;
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

    /// One series, undivided.
    public static Trend of(Series series, Period interval, Range range) {
        return new Trend(
                List.of(series), Optional.empty(), interval, range, Breakdown.NONE, false, 1);
    }
}
