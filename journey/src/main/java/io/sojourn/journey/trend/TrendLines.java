package io.sojourn.journey.trend;

import io.sojourn.journey.Group;
import io.sojourn.journey.trend.TrendResult.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Makes the lines of a trend out of what its fold has measured.
final class TrendLines {

    private final TrendPlan plan;
    private final TrendFold fold;
    private final int intervals;

    private TrendLines(TrendPlan plan, TrendFold fold) {
        this.plan = plan;
        this.fold = fold;
        this.intervals = plan.buckets.count();
    }

    static TrendResult of(TrendPlan plan, TrendFold fold) {
        return new TrendResult(
                plan.buckets.intervals(plan.context.asOf()),
                new TrendLines(plan, fold).lines(),
                Optional.empty());
    }

    private List<Line> lines() {
        List<Integer> groups = fold.ranked().stream().filter(fold.groups()::isMet).toList();
        List<Line> lines = new ArrayList<>();
        for (int series = 0; series < plan.bits.length; series++) {
            for (int group : groups) {
                lines.add(line(series, group));
            }
        }
        plan.trend
                .formula()
                .ifPresent(
                        formula -> {
                            for (int group : groups) {
                                lines.add(line(formula, group));
                            }
                        });
        return lines;
    }

    private Line line(int series, int group) {
        Meter meter = fold.meters().get(series);
        List<OptionalDouble> values =
                IntStream.range(0, intervals)
                        .mapToObj(interval -> meter.value(group, interval))
                        .toList();
        return line(
                OptionalInt.of(series), group, values, meter.total(group), meter.skipped(group));
    }

    private Line line(Formula formula, int group) {
        List<OptionalDouble> values =
                IntStream.range(0, intervals)
                        .mapToObj(
                                interval ->
                                        formula.value(
                                                fold.meters().stream()
                                                        .map(meter -> meter.value(group, interval))
                                                        .toList()))
                        .toList();
        OptionalDouble total =
                formula.value(fold.meters().stream().map(meter -> meter.total(group)).toList());
        return line(OptionalInt.empty(), group, values, total, 0);
    }

    private Line line(
            OptionalInt series,
            int group,
            List<OptionalDouble> values,
            OptionalDouble total,
            long skipped) {
        Group named = fold.groups().group(group);
        int rolling = plan.trend.rolling();
        return new Line(
                series,
                named,
                values,
                total,
                skipped,
                rolling == 1 ? List.of() : rolling(values, rolling));
    }

    /// Means of each value and those before it.
    private static List<OptionalDouble> rolling(List<OptionalDouble> values, int length) {
        return IntStream.range(0, values.size())
                .mapToObj(
                        last ->
                                values.subList(Math.max(0, last + 1 - length), last + 1).stream()
                                        .filter(OptionalDouble::isPresent)
                                        .mapToDouble(OptionalDouble::getAsDouble)
                                        .average())
                .toList();
    }
}
