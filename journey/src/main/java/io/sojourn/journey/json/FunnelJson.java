package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.FunnelCell;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Funnels as JSON.
public final class FunnelJson {

    static final long WINDOW_MAX = 100L * 366 * 86_400_000;
    static final int TOP_DEFAULT = 25;

    private FunnelJson() {}

    public static Optional<Funnel> read(Place place, PartReader parts) {
        List<Step> steps = place.at("steps").some(Funnel.STEPS_MAX, one -> step(one, parts));
        refuseOptionalEnds(place.at("steps"), steps);
        Funnel.Order order = place.at("order").word(Funnel.Order.ORDERED);
        Optional<EventFilter> among = place.at("among").optional(parts::event);
        OptionalLong window = parts.span(place.at("window"), WINDOW_MAX);
        if (window.isPresent() && window.getAsLong() < 1) {
            place.at("window").wrong("must be longer than nothing");
        }
        Funnel.Counting counting = place.at("counting").word(Funnel.Counting.PEOPLE);
        Funnel.Ties ties = place.at("ties").word(Funnel.Ties.ANY);
        long tolerance = place.at("tolerance").number(0, 0, Funnel.TOLERANCE_MAX);
        List<Exclusion> exclusions =
                place.at("exclusions")
                        .list(Funnel.EXCLUSIONS_MAX, one -> exclusion(one, steps.size(), parts));
        List<Column> held = parts.columns(place.at("held"), Funnel.COLUMNS_MAX);
        Optional<Breakdown> breakdown =
                place.at("breakdown")
                        .optional(one -> breakdown(one, steps.size(), parts))
                        .flatMap(read -> read);
        Range range = parts.range(place.at("range"));
        boolean completeInRange = place.at("completeInRange").flag(false);
        Optional<Period> interval =
                place.at("interval").optional(one -> parts.period(one, Period.DAILY));
        Funnel.Mode mode = place.at("mode").word(Funnel.Mode.SOJOURN);
        return place.whole(
                () ->
                        new Funnel(
                                steps,
                                order,
                                among,
                                window,
                                counting,
                                ties,
                                tolerance,
                                exclusions,
                                held,
                                breakdown,
                                range,
                                completeInRange,
                                interval,
                                mode));
    }

    private static Step step(Place place, PartReader parts) {
        boolean optional = place.at("optional").flag(false);
        boolean anchored = place.at("anchored").flag(false);
        return new Step(parts.event(place), optional, anchored);
    }

    private static void refuseOptionalEnds(Place place, List<Step> steps) {
        if (!steps.isEmpty() && (steps.getFirst().optional() || steps.getLast().optional())) {
            place.wrong("the first and the last step are not optional");
        }
    }

    private static Exclusion exclusion(Place place, int steps, PartReader parts) {
        int last = Math.max(2, steps);
        int from = place.at("fromStep").integer(1, 1, last - 1);
        int to = place.at("toStep").integer(last, 2, last);
        if (from >= to) {
            place.at("toStep").wrong("must be a later step than fromStep");
        }
        return new Exclusion(parts.event(place), from, to);
    }

    private static Optional<Breakdown> breakdown(Place place, int steps, PartReader parts) {
        List<Column> columns = parts.columns(place.at("columns"), Funnel.COLUMNS_MAX);
        if (columns.isEmpty() && !place.has("columns")) {
            place.at("columns").missing();
        }
        Place at = place.at("attribution");
        Attribution attribution = new Attribution.Entry();
        if (at.isText()) {
            attribution =
                    at.word(
                            attribution,
                            Map.of(
                                    "entry",
                                    new Attribution.Entry(),
                                    "first",
                                    new Attribution.First(),
                                    "last",
                                    new Attribution.Last()));
        } else if (at.isPresent()) {
            attribution = new Attribution.AtStep(at.at("step").integer(1, Math.max(1, steps)));
            at.end();
        }
        int top = place.at("top").integer(TOP_DEFAULT, 1, Funnel.TOP_MAX);
        place.end();
        Attribution chosen = attribution;
        return columns.isEmpty()
                ? Optional.empty()
                : place.whole(() -> new Breakdown(columns, chosen, top));
    }

    public static ObjectNode write(Funnel funnel, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        ArrayNode steps = json.putArray("steps");
        for (Step step : funnel.steps()) {
            ObjectNode one = parts.event(step.filter());
            one.put("optional", step.optional()).put("anchored", step.anchored());
            steps.add(one);
        }
        json.put("order", PartWriter.word(funnel.order()));
        funnel.among().ifPresent(among -> json.set("among", parts.event(among)));
        funnel.windowMillis().ifPresent(window -> json.put("window", window));
        json.put("counting", PartWriter.word(funnel.counting()));
        json.put("ties", PartWriter.word(funnel.ties()));
        json.put("tolerance", funnel.toleranceMillis());
        ArrayNode exclusions = json.putArray("exclusions");
        for (Exclusion exclusion : funnel.exclusions()) {
            exclusions.add(
                    parts.event(exclusion.filter())
                            .put("fromStep", exclusion.fromStep())
                            .put("toStep", exclusion.toStep()));
        }
        json.set("held", parts.columns(funnel.held()));
        funnel.breakdown().ifPresent(breakdown -> json.set("breakdown", write(breakdown, parts)));
        parts.range(json, "range", funnel.range());
        json.put("completeInRange", funnel.completeInRange());
        funnel.interval().ifPresent(interval -> parts.period(json, "interval", interval));
        json.put("mode", PartWriter.word(funnel.mode()));
        return json;
    }

    private static ObjectNode write(Breakdown breakdown, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        json.set("columns", parts.columns(breakdown.columns()));
        switch (breakdown.attribution()) {
            case Attribution.Entry() -> json.put("attribution", "entry");
            case Attribution.First() -> json.put("attribution", "first");
            case Attribution.Last() -> json.put("attribution", "last");
            case Attribution.AtStep(int step) -> json.putObject("attribution").put("step", step);
        }
        return json.put("top", breakdown.top());
    }

    public static FunnelCell cell(Place place, PartReader parts) {
        FunnelCell cell =
                new FunnelCell(
                        parts.group(place.at("group")),
                        interval(place.at("interval")),
                        place.at("step").integer(1, 1, Funnel.STEPS_MAX),
                        place.at("kind").word(FunnelCell.Kind.REACHED));
        place.end();
        return cell;
    }

    /// Place among the intervals; missing = the whole range.
    static OptionalInt interval(Place place) {
        return place.isPresent()
                ? OptionalInt.of(place.integer(0, Buckets.COUNT_MAX))
                : OptionalInt.empty();
    }
}
