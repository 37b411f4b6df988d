package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Columns.Bracket;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionCell;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.Unit;
import java.util.List;
import java.util.Optional;

/// Retention as JSON.
public final class RetentionJson {

    static final int COLUMNS_DEFAULT = 12;
    private static final Columns COLUMNS = new Columns.Each(COLUMNS_DEFAULT, Columns.Criterion.ON);

    private RetentionJson() {}

    public static Optional<Retention> read(Place place, PartReader parts) {
        EventFilter start = parts.event(place.at("start"));
        EventFilter returning = parts.event(place.at("returning"));
        Period period = parts.period(place.at("period"), new Period(Unit.WEEK, 1));
        Retention.Counting counting = place.at("counting").word(Retention.Counting.CALENDAR);
        Columns columns = columns(place.at("columns"));
        Retention.Cohort cohort = place.at("cohort").word(Retention.Cohort.FIRST_IN_RANGE);
        int occurrences = place.at("occurrencesMin").integer(1, 1, Retention.OCCURRENCES_MAX);
        Breakdown breakdown = breakdown(place.at("breakdown"), parts);
        Range range = parts.range(place.at("range"));
        boolean after = place.at("returnsAfterRange").flag(false);
        return place.whole(
                () ->
                        new Retention(
                                start,
                                returning,
                                period,
                                counting,
                                columns,
                                cohort,
                                occurrences,
                                breakdown,
                                range,
                                after));
    }

    private static Columns columns(Place place) {
        if (!place.isPresent()) {
            return COLUMNS;
        }
        if (place.node().isNumber()) {
            return new Columns.Each(place.integer(1, Columns.COUNT_MAX), Columns.Criterion.ON);
        }
        Columns columns;
        if (place.has("brackets")) {
            List<Bracket> brackets =
                    place.at("brackets").some(Columns.COUNT_MAX - 1, RetentionJson::bracket);
            columns =
                    brackets.isEmpty()
                            ? COLUMNS
                            : place.made(COLUMNS, () -> new Columns.Brackets(brackets));
        } else {
            columns =
                    new Columns.Each(
                            place.at("count").integer(COLUMNS_DEFAULT, 1, Columns.COUNT_MAX),
                            place.at("criterion").word(Columns.Criterion.ON));
        }
        place.end();
        return columns;
    }

    private static Bracket bracket(Place place) {
        int first = place.at("first").integer(0, Bracket.PERIOD_MAX);
        int last = place.at("last").integer(first, 0, Bracket.PERIOD_MAX);
        if (last < first) {
            place.at("last").wrong("must not lie before first");
        }
        place.end();
        return new Bracket(first, Math.max(first, last));
    }

    /// `{"columns":[...],"top":25}`; missing = everyone.
    static Breakdown breakdown(Place place, PartReader parts) {
        if (!place.isPresent()) {
            return Breakdown.NONE;
        }
        var columns = parts.columns(place.at("columns"), Breakdown.COLUMNS_MAX);
        int top = place.at("top").integer(Breakdown.TOP_DEFAULT, 1, Breakdown.TOP_MAX);
        place.end();
        return new Breakdown(columns, top);
    }

    static void breakdown(ObjectNode into, Breakdown breakdown, PartWriter parts) {
        ObjectNode json = into.putObject("breakdown");
        json.set("columns", parts.columns(breakdown.columns()));
        json.put("top", breakdown.top());
    }

    public static ObjectNode write(Retention retention, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        json.set("start", parts.event(retention.start()));
        json.set("returning", parts.event(retention.returning()));
        parts.period(json, "period", retention.period());
        json.put("counting", PartWriter.word(retention.counting()));
        switch (retention.columns()) {
            case Columns.Each(int count, Columns.Criterion criterion) ->
                    json.putObject("columns")
                            .put("count", count)
                            .put("criterion", PartWriter.word(criterion));
            case Columns.Brackets(List<Bracket> brackets) -> {
                ArrayNode array = json.putObject("columns").putArray("brackets");
                for (Bracket one : brackets) {
                    array.addObject().put("first", one.first()).put("last", one.last());
                }
            }
        }
        json.put("cohort", PartWriter.word(retention.cohort()));
        json.put("occurrencesMin", retention.occurrencesMin());
        breakdown(json, retention.breakdown(), parts);
        parts.range(json, "range", retention.range());
        return json.put("returnsAfterRange", retention.returnsAfterRange());
    }

    public static RetentionCell cell(Place place, PartReader parts) {
        RetentionCell cell =
                new RetentionCell(
                        parts.group(place.at("group")),
                        FunnelJson.interval(place.at("cohort")),
                        place.at("column").integer(0, 0, Columns.COUNT_MAX));
        place.end();
        return cell;
    }
}
