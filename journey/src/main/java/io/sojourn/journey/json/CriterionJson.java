package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Criteria of segments as JSON: an object whose one leading field says what it is, as in
/// `{"did":{"event":"buy"},"compare":{"operator":"gte","value":3},"timeframe":{"last":30,"unit":"day"}}`.
public final class CriterionJson {

    static final int DEPTH_MAX = 16;

    /// Criteria within one, itself included.
    static final int CRITERIA_MAX = 500;

    static final int LISTED_MAX = 1_000_000;
    static final int COUNT_MAX = 100_000;
    static final long WITHIN_MAX = 100L * 366 * 86_400_000;

    private static final Criterion EVERYONE = new Criterion.All(List.of());
    private static final Timeframe ALL_TIME = new Timeframe.AllTime();

    private final PartReader parts;

    private CriterionJson(PartReader parts) {
        this.parts = parts;
    }

    /// A criterion, or as a text the number of a stored segment.
    public static Criterion readOrNumber(Place place, PartReader parts) {
        return place.isText() ? new Criterion.Member(number(place)) : read(place, parts);
    }

    /// Everybody where it is wrong.
    public static Criterion read(Place place, PartReader parts) {
        Criterion criterion = new CriterionJson(parts).criterion(place, 1);
        if (count(criterion) > CRITERIA_MAX) {
            place.wrong("takes at most " + CRITERIA_MAX + " criteria");
        }
        return criterion;
    }

    private static int count(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(var criteria) -> 1 + count(criteria);
            case Criterion.Any(var criteria) -> 1 + count(criteria);
            case Criterion.Not(Criterion inner) -> 1 + count(inner);
            case Criterion.Has _,
                    Criterion.Member _,
                    Criterion.Listed _,
                    Criterion.Did _,
                    Criterion.FirstDid _,
                    Criterion.Stopped _,
                    Criterion.Restarted _,
                    Criterion.Regularly _,
                    Criterion.Sequence _ ->
                    1;
        };
    }

    private static int count(List<Criterion> criteria) {
        return criteria.stream().mapToInt(CriterionJson::count).sum();
    }

    private Criterion criterion(Place place, int depth) {
        if (!place.isPresent()) {
            place.missing();
            return EVERYONE;
        }
        if (depth > DEPTH_MAX) {
            place.wrong("criteria are nested more than " + DEPTH_MAX + " deep");
            return EVERYONE;
        }
        Map<String, Form> forms = forms(depth);
        List<String> named = forms.keySet().stream().filter(place::has).toList();
        if (named.size() != 1) {
            place.wrong(
                    "takes exactly one of "
                            + String.join(", ", forms.keySet())
                            + (named.isEmpty() ? "" : ", got " + String.join(" and ", named)));
            return EVERYONE;
        }
        String name = named.getFirst();
        Form form = forms.get(name);
        if (form == null) {
            throw new IllegalStateException("no form " + name);
        }
        Criterion criterion = form.read(place, place.at(name));
        place.end();
        return criterion;
    }

    /// Reads one kind of criterion.
    private interface Form {
        /// @param place of the criterion
        /// @param lead of the field that names the kind
        Criterion read(Place place, Place lead);
    }

    private Map<String, Form> forms(int depth) {
        Map<String, Form> forms = new LinkedHashMap<>();
        forms.put("all", (place, lead) -> new Criterion.All(nested(lead, depth)));
        forms.put("any", (place, lead) -> new Criterion.Any(nested(lead, depth)));
        forms.put("not", (place, lead) -> new Criterion.Not(criterion(lead, depth + 1)));
        forms.put("has", (place, lead) -> has(lead));
        forms.put("segment", (place, lead) -> new Criterion.Member(number(lead)));
        forms.put("people", (place, lead) -> listed(lead));
        forms.put("did", this::did);
        forms.put("didNot", this::didNot);
        forms.put(
                "firstDid",
                (place, lead) ->
                        new Criterion.FirstDid(
                                parts.event(lead), timeframe(place.at("timeframe"))));
        forms.put(
                "stopped",
                (place, lead) ->
                        new Criterion.Stopped(parts.event(lead), timeframe(place.at("timeframe"))));
        forms.put(
                "restarted",
                (place, lead) ->
                        new Criterion.Restarted(
                                parts.event(lead),
                                timeframe(required(place.at("quiet"))),
                                timeframe(required(place.at("again")))));
        forms.put("regularly", this::regularly);
        forms.put("sequence", this::sequence);
        return forms;
    }

    private List<Criterion> nested(Place place, int depth) {
        return place.list(CRITERIA_MAX, one -> criterion(one, depth + 1));
    }

    private Criterion has(Place place) {
        return parts.condition(place, Column.Scope.PERSON)
                .map(
                        condition ->
                                place.<Criterion>made(EVERYONE, () -> new Criterion.Has(condition)))
                .orElse(EVERYONE);
    }

    /// A number of ours: a text of digits, or a JSON number.
    static long number(Place place) {
        String text = place.node().asText();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            place.wrong("takes a number as a text of digits, got " + place.node());
            return 0;
        }
    }

    private static Criterion listed(Place place) {
        PersonSet.Builder persons = new PersonSet.Builder();
        place.list(
                LISTED_MAX,
                one ->
                        one.made(
                                false,
                                () -> {
                                    persons.add(number(one));
                                    return true;
                                }));
        return new Criterion.Listed(persons.build());
    }

    private Criterion did(Place place, Place lead) {
        return new Criterion.Did(
                parts.event(lead),
                measure(place.at("measure")),
                comparison(place.at("compare")),
                timeframe(place.at("timeframe")));
    }

    private Criterion didNot(Place place, Place lead) {
        return new Criterion.Did(
                parts.event(lead),
                Measure.COUNT,
                Comparison.of(Operator.EQUALS, 0),
                timeframe(place.at("timeframe")));
    }

    private Measure measure(Place place) {
        if (!place.isPresent()) {
            return Measure.COUNT;
        }
        if (place.isText()) {
            Measure.Kind kind = place.word(Measure.Kind.COUNT);
            if (kind.ofColumn()) {
                place.wrong(
                        "names a property too, as in {\"kind\":\"sum\",\"property\":\"price\"}");
                return Measure.COUNT;
            }
            return new Measure(kind, Optional.empty());
        }
        Measure.Kind kind = place.at("kind").word(Measure.Kind.COUNT);
        Optional<Column> column =
                kind.ofColumn() ? parts.column(place, Column.Scope.EVENT) : Optional.empty();
        place.end();
        return kind.ofColumn() && column.isEmpty()
                ? Measure.COUNT
                : place.made(Measure.COUNT, () -> new Measure(kind, column));
    }

    private static Comparison comparison(Place place) {
        if (!place.isPresent()) {
            return Comparison.AT_LEAST_ONCE;
        }
        String word = place.at("operator").text(100);
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty() && !word.isEmpty()) {
            place.at("operator").wrong("there is no operator " + word);
        }
        Place value = place.at("value");
        double first;
        double second;
        if (value.node().isArray()) {
            List<Double> both = value.list(2, Place::decimal);
            if (both.size() != 2 || operator.filter(Operator.BETWEEN::equals).isEmpty()) {
                value.wrong("takes one number, or two for between");
            }
            first = both.isEmpty() ? 0 : both.getFirst();
            second = both.isEmpty() ? 0 : both.getLast();
        } else {
            if (operator.filter(Operator.BETWEEN::equals).isPresent()) {
                value.wrong("takes two numbers for between");
            }
            first = value.decimal();
            second = first;
        }
        place.end();
        return operator.isEmpty()
                ? Comparison.AT_LEAST_ONCE
                : place.at("operator")
                        .made(
                                Comparison.AT_LEAST_ONCE,
                                () -> new Comparison(operator.get(), first, second));
    }

    private Criterion regularly(Place place, Place lead) {
        EventFilter events = parts.event(lead);
        Comparison comparison = comparison(place.at("compare"));
        Period period = parts.period(required(place.at("period")), Period.DAILY);
        int atLeast = place.at("atLeast").integer(1, Criterion.Regularly.PERIODS_MAX);
        int of = place.at("of").integer(1, Criterion.Regularly.PERIODS_MAX);
        return place.made(
                EVERYONE, () -> new Criterion.Regularly(events, comparison, period, atLeast, of));
    }

    private Criterion sequence(Place place, Place lead) {
        List<Criterion.Part> read = lead.some(Criterion.Sequence.PARTS_MAX, this::part);
        Timeframe timeframe = timeframe(place.at("timeframe"));
        return read.isEmpty()
                ? EVERYONE
                : lead.made(EVERYONE, () -> new Criterion.Sequence(read, timeframe));
    }

    private Criterion.Part part(Place place) {
        OptionalLong within = parts.span(place.at("within"), WITHIN_MAX);
        List<EventFilter> without = place.at("without").list(50, parts::event);
        return new Criterion.Part(parts.event(place), within, without);
    }

    private static Place required(Place place) {
        if (!place.isPresent()) {
            place.missing();
        }
        return place;
    }

    private Timeframe timeframe(Place place) {
        if (!place.isPresent()) {
            return ALL_TIME;
        }
        Timeframe timeframe;
        if (place.has("last")) {
            timeframe = new Timeframe.Last(place.at("last").integer(1, COUNT_MAX), unit(place));
        } else if (place.has("first")) {
            timeframe =
                    new Timeframe.SinceFirstSeen(
                            place.at("first").integer(1, COUNT_MAX), unit(place));
        } else if (place.has("fromAgo") || place.has("toAgo")) {
            int from = place.at("fromAgo").integer(1, COUNT_MAX);
            int to = place.at("toAgo").integer(1, COUNT_MAX);
            Unit unit = unit(place);
            timeframe = place.at("fromAgo").made(ALL_TIME, () -> new Timeframe.Ago(from, to, unit));
        } else {
            OptionalLong from = parts.time(place.at("from"), false);
            OptionalLong to = parts.time(place.at("to"), true);
            TimeRange range = new TimeRange(from.orElse(Long.MIN_VALUE), to.orElse(Long.MAX_VALUE));
            if (from.isPresent() && to.isPresent() && range.isEmpty()) {
                place.at("to").wrong("must not lie before from");
            }
            timeframe = from.isEmpty() && to.isEmpty() ? ALL_TIME : new Timeframe.Between(range);
        }
        place.end();
        return timeframe;
    }

    private Unit unit(Place place) {
        return parts.unit(place.at("unit"), Unit.DAY);
    }

    public static ObjectNode write(Criterion criterion, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        switch (criterion) {
            case Criterion.All(var criteria) -> write(json.putArray("all"), criteria, parts);
            case Criterion.Any(var criteria) -> write(json.putArray("any"), criteria, parts);
            case Criterion.Not(Criterion inner) -> json.set("not", write(inner, parts));
            case Criterion.Has(var condition) -> json.set("has", parts.condition(condition));
            case Criterion.Member(long segment) -> json.put("segment", Long.toString(segment));
            case Criterion.Listed(PersonSet persons) -> {
                ArrayNode people = json.putArray("people");
                persons.forEach(person -> people.add(Long.toString(person)));
            }
            case Criterion.Did(var events, var measure, var comparison, var timeframe) -> {
                json.set("did", parts.event(events));
                write(json, measure, parts);
                write(json, comparison);
                write(json, "timeframe", timeframe, parts);
            }
            case Criterion.FirstDid(var events, var timeframe) -> {
                json.set("firstDid", parts.event(events));
                write(json, "timeframe", timeframe, parts);
            }
            case Criterion.Stopped(var events, var timeframe) -> {
                json.set("stopped", parts.event(events));
                write(json, "timeframe", timeframe, parts);
            }
            case Criterion.Restarted(var events, var quiet, var again) -> {
                json.set("restarted", parts.event(events));
                write(json, "quiet", quiet, parts);
                write(json, "again", again, parts);
            }
            case Criterion.Regularly(
                            var events,
                            var comparison,
                            var period,
                            int atLeast,
                            int of) -> {
                json.set("regularly", parts.event(events));
                write(json, comparison);
                parts.period(json, "period", period);
                json.put("atLeast", atLeast).put("of", of);
            }
            case Criterion.Sequence(var sequence, var timeframe) -> {
                ArrayNode array = json.putArray("sequence");
                sequence.forEach(part -> array.add(part(part, parts)));
                write(json, "timeframe", timeframe, parts);
            }
        }
        return json;
    }

    private static void write(ArrayNode into, List<Criterion> criteria, PartWriter parts) {
        criteria.forEach(one -> into.add(write(one, parts)));
    }

    private static ObjectNode part(Criterion.Part part, PartWriter parts) {
        ObjectNode json = parts.event(part.events());
        part.withinMillis().ifPresent(millis -> json.put("within", millis));
        if (!part.without().isEmpty()) {
            ArrayNode without = json.putArray("without");
            part.without().forEach(one -> without.add(parts.event(one)));
        }
        return json;
    }

    private static void write(ObjectNode into, Measure measure, PartWriter parts) {
        if (measure.column().isPresent()) {
            parts.column(
                    into.putObject("measure").put("kind", PartWriter.word(measure.kind())),
                    measure.column().get());
        } else {
            into.put("measure", PartWriter.word(measure.kind()));
        }
    }

    private static void write(ObjectNode into, Comparison comparison) {
        ObjectNode json = into.putObject("compare").put("operator", comparison.operator().key());
        if (comparison.operator() == Operator.BETWEEN) {
            json.putArray("value").add(comparison.value()).add(comparison.upTo());
        } else {
            json.put("value", comparison.value());
        }
    }

    private static void write(
            ObjectNode into, String field, Timeframe timeframe, PartWriter parts) {
        switch (timeframe) {
            case Timeframe.AllTime() -> into.putObject(field);
            case Timeframe.Between(TimeRange range) ->
                    parts.range(into, field, new Range.Between(range));
            case Timeframe.Last(int count, Unit unit) ->
                    into.putObject(field).put("last", count).put("unit", unit.key());
            case Timeframe.Ago(int from, int to, Unit unit) ->
                    into.putObject(field)
                            .put("fromAgo", from)
                            .put("toAgo", to)
                            .put("unit", unit.key());
            case Timeframe.SinceFirstSeen(int count, Unit unit) ->
                    into.putObject(field).put("first", count).put("unit", unit.key());
        }
    }
}
