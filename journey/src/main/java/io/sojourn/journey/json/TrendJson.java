package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.trend.Formula;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.LifecycleCell;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Measure.Statistic;
import io.sojourn.journey.trend.Occurrences;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendCell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Trends, stickiness and lifecycle as JSON.
public final class TrendJson {

    static final int FORMULA_CHARS_MAX = 1_000;

    private static final Map<String, Measure> MEASURES = measures();

    private TrendJson() {}

    private static Map<String, Measure> measures() {
        Map<String, Measure> measures = new LinkedHashMap<>();
        measures.put("events", new Measure.Events());
        measures.put("people", new Measure.People());
        measures.put("visits", new Measure.Visits());
        measures.put("events_per_person", new Measure.EventsPerPerson());
        return measures;
    }

    public static Optional<Trend> read(Place place, PartReader parts) {
        List<Series> series = place.at("series").some(Trend.SERIES_MAX, one -> series(one, parts));
        Optional<Formula> formula =
                place.at("formula")
                        .optionalText(FORMULA_CHARS_MAX)
                        .flatMap(
                                text ->
                                        place.at("formula")
                                                .made(
                                                        Optional.empty(),
                                                        () -> Optional.of(Formula.parse(text))));
        Period interval = parts.period(place.at("interval"), Period.DAILY);
        Range range = parts.range(place.at("range"));
        Breakdown breakdown = RetentionJson.breakdown(place.at("breakdown"), parts);
        boolean previous = place.at("previous").flag(false);
        int rolling = place.at("rolling").integer(1, 1, Trend.ROLLING_MAX);
        return place.whole(
                () -> new Trend(series, formula, interval, range, breakdown, previous, rolling));
    }

    private static Series series(Place place, PartReader parts) {
        Measure measure = measure(place.at("measure"), parts);
        return new Series(parts.event(place), measure);
    }

    private static Measure measure(Place place, PartReader parts) {
        Measure events = new Measure.Events();
        if (!place.isPresent() || place.isText()) {
            return place.word(events, MEASURES);
        }
        Optional<Column> column = parts.column(place, Column.Scope.EVENT);
        Statistic statistic = statistic(place);
        place.end();
        return column.<Measure>map(known -> new Measure.OfNumbers(known, statistic)).orElse(events);
    }

    private static Statistic statistic(Place place) {
        Statistic sum = new Statistic.Sum();
        Place at = place.at("statistic");
        if (!at.isPresent()) {
            at.missing();
        }
        if (at.node().asText().equals("percentile")) {
            double percent = place.at("percent").decimal();
            return place.at("percent").made(sum, () -> new Statistic.Percentile(percent));
        }
        Map<String, Statistic> words = new LinkedHashMap<>();
        words.put("sum", sum);
        words.put("mean", new Statistic.Mean());
        words.put("min", new Statistic.Min());
        words.put("max", new Statistic.Max());
        words.put("percentile", sum);
        return at.word(sum, words);
    }

    public static ObjectNode write(Trend trend, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        ArrayNode series = json.putArray("series");
        for (Series one : trend.series()) {
            series.add(write(parts.event(one.events()), one.measure(), parts));
        }
        trend.formula().ifPresent(formula -> json.put("formula", formula.toString()));
        parts.period(json, "interval", trend.interval());
        parts.range(json, "range", trend.range());
        RetentionJson.breakdown(json, trend.breakdown(), parts);
        return json.put("previous", trend.previous()).put("rolling", trend.rolling());
    }

    private static ObjectNode write(ObjectNode json, Measure measure, PartWriter parts) {
        switch (measure) {
            case Measure.Events() -> json.put("measure", "events");
            case Measure.People() -> json.put("measure", "people");
            case Measure.Visits() -> json.put("measure", "visits");
            case Measure.EventsPerPerson() -> json.put("measure", "events_per_person");
            case Measure.OfNumbers(Column column, Statistic statistic) -> {
                ObjectNode of = parts.column(json.putObject("measure"), column);
                switch (statistic) {
                    case Statistic.Sum() -> of.put("statistic", "sum");
                    case Statistic.Mean() -> of.put("statistic", "mean");
                    case Statistic.Min() -> of.put("statistic", "min");
                    case Statistic.Max() -> of.put("statistic", "max");
                    case Statistic.Percentile(double percent) ->
                            of.put("statistic", "percentile").put("percent", percent);
                }
            }
        }
        return json;
    }

    public static TrendCell cell(Place place, PartReader parts) {
        TrendCell cell =
                new TrendCell(
                        place.at("series").integer(0, 0, Trend.SERIES_MAX - 1),
                        parts.group(place.at("group")),
                        FunnelJson.interval(place.at("interval")),
                        place.at("previous").flag(false));
        place.end();
        return cell;
    }

    public static Optional<Stickiness> readStickiness(Place place, PartReader parts) {
        EventFilter events = parts.event(place.at("events"));
        Period interval = parts.period(place.at("interval"), Period.DAILY);
        Range range = parts.range(place.at("range"));
        Occurrences occurrences = occurrences(place.at("occurrences"));
        boolean cumulative = place.at("cumulative").flag(false);
        return place.whole(() -> new Stickiness(events, interval, range, occurrences, cumulative));
    }

    /// Number of intervals that people were active in.
    public static Integer stickinessCell(Place place, PartReader parts) {
        int intervals = place.at("intervals").integer(1, 1, Buckets.COUNT_MAX);
        place.end();
        return intervals;
    }

    public static LifecycleCell lifecycleCell(Place place, PartReader parts) {
        LifecycleCell cell =
                new LifecycleCell(
                        place.at("state").word(Lifecycle.State.NEW),
                        place.at("interval").integer(0, 0, Buckets.COUNT_MAX));
        place.end();
        return cell;
    }

    private static Occurrences occurrences(Place place) {
        if (!place.isPresent()) {
            return Occurrences.ANY;
        }
        String word = place.at("operator").text(100);
        long value = place.at("value").number(0, Long.MAX_VALUE);
        place.end();
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty()) {
            place.at("operator").wrong("there is no operator " + word);
            return Occurrences.ANY;
        }
        return place.made(Occurrences.ANY, () -> new Occurrences(operator.get(), value));
    }

    public static ObjectNode write(Stickiness stickiness, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        json.set("events", parts.event(stickiness.events()));
        parts.period(json, "interval", stickiness.interval());
        parts.range(json, "range", stickiness.range());
        json.putObject("occurrences")
                .put("operator", stickiness.occurrences().operator().key())
                .put("value", stickiness.occurrences().value());
        return json.put("cumulative", stickiness.cumulative());
    }

    public static Optional<Lifecycle> readLifecycle(Place place, PartReader parts) {
        EventFilter events = parts.event(place.at("events"));
        Period interval = parts.period(place.at("interval"), Period.DAILY);
        Range range = parts.range(place.at("range"));
        return place.whole(() -> new Lifecycle(events, interval, range));
    }

    public static ObjectNode write(Lifecycle lifecycle, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        json.set("events", parts.event(lifecycle.events()));
        parts.period(json, "interval", lifecycle.interval());
        parts.range(json, "range", lifecycle.range());
        return json;
    }
}
