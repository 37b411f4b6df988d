package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Woopra's segments as criteria: an array of `{"are":{"operator","filters"},"did":{"operator","filters"}}`, all of which
/// somebody has to meet. What is not understood is refused by name.
///
/// @param rules of the project's properties
/// @param calendar in which days are meant
record WoopraSegments(PropertyRules rules, Calendar calendar) {

    static final int SEGMENTS_MAX = 50;
    private static final int FILTERS_MAX = 50;
    private static final int TEXT_CHARS_MAX = 2_000;
    private static final Criterion EVERYONE = new Criterion.All(List.of());
    private static final Timeframe ALL_TIME = new Timeframe.AllTime();

    private enum Joining {
        AND,
        OR,
        THEN
    }

    /// @param place missing = everyone
    Criterion read(Place place) {
        return new Criterion.All(place.list(SEGMENTS_MAX, this::segment));
    }

    private Criterion segment(Place place) {
        List<Criterion> both = new ArrayList<>();
        place.at("are").optional(this::are).ifPresent(both::add);
        both.add(did(place));
        return new Criterion.All(both);
    }

    private static Joining joining(Place place, boolean then) {
        Map<String, Joining> words = new LinkedHashMap<>();
        words.put("and", Joining.AND);
        words.put("or", Joining.OR);
        if (then) {
            words.put("then", Joining.THEN);
        }
        return place.word(Joining.AND, words);
    }

    private Criterion are(Place place) {
        Joining joining = joining(place.at("operator"), false);
        List<Criterion> criteria =
                place.at("filters")
                        .list(
                                FILTERS_MAX,
                                one ->
                                        condition(one, Column.Scope.PERSON)
                                                .map(known -> has(one, known))
                                                .orElse(EVERYONE));
        // clients send an empty part where there is no condition
        return joining == Joining.OR && !criteria.isEmpty()
                ? new Criterion.Any(criteria)
                : new Criterion.All(criteria);
    }

    private static Criterion has(Place place, PropertyCondition condition) {
        if (!condition.column().scope().isOfPerson()) {
            place.at("scope").wrong("takes visitors here");
            return EVERYONE;
        }
        return new Criterion.Has(condition);
    }

    /// What somebody did, of one segment of the array.
    Criterion did(Place segment) {
        return segment.at("did").optional(this::joined).orElse(EVERYONE);
    }

    private Criterion joined(Place place) {
        Joining joining = joining(place.at("operator"), true);
        Place filters = place.node().isArray() ? place : place.at("filters");
        if (joining == Joining.THEN) {
            return sequence(filters);
        }
        List<Criterion> criteria = filters.list(FILTERS_MAX, this::done);
        return joining == Joining.OR && !criteria.isEmpty()
                ? new Criterion.Any(criteria)
                : new Criterion.All(criteria);
    }

    private Criterion done(Place place) {
        EventFilter events = events(place);
        Place aggregation = place.at("aggregation");
        Measure measure = measure(aggregation);
        Comparison comparison = comparison(aggregation);
        return new Criterion.Did(events, measure, comparison, timeframe(place.at("timeframe")));
    }

    /// One after the other, each at least once.
    private Criterion sequence(Place filters) {
        List<Timeframe> timeframes = new ArrayList<>();
        List<Criterion.Part> parts =
                filters.list(
                        Criterion.Sequence.PARTS_MAX,
                        one -> {
                            timeframes.add(timeframe(one.at("timeframe")));
                            Place aggregation = one.at("aggregation");
                            if (!measure(aggregation).equals(Measure.COUNT)
                                    || !comparison(aggregation).test(1)) {
                                aggregation.wrong("takes a count of at least 1 beside THEN");
                            }
                            return new Criterion.Part(events(one), OptionalLong.empty(), List.of());
                        });
        if (timeframes.stream().distinct().count() > 1) {
            filters.wrong("takes one timeframe for all beside THEN");
        }
        return parts.isEmpty() ? EVERYONE : new Criterion.Sequence(parts, timeframes.getFirst());
    }

    /// The events that `action` and `visit` mean.
    EventFilter events(Place place) {
        EventFilter events = choices(place.at("action"));
        Place visit = place.at("visit");
        List<PropertyCondition> visits = conditions(visit.at("filters"), Column.Scope.VISIT);
        if (joining(visit.at("operator"), false) == Joining.OR && visits.size() > 1) {
            visit.at("operator").wrong("takes AND here");
        }
        return events.and(visits);
    }

    /// `{"operator":"AND"|"OR","filters":[...]}` over one event.
    EventFilter choices(Place place) {
        Joining joining = joining(place.at("operator"), false);
        List<PropertyCondition> conditions = conditions(place.at("filters"), Column.Scope.EVENT);
        if (joining == Joining.OR && !conditions.isEmpty()) {
            return new EventFilter(conditions.stream().map(one -> choice(List.of(one))).toList());
        }
        return new EventFilter(List.of(choice(conditions)));
    }

    /// An equality of the event's name is its name, which sources look up.
    private static EventFilter.Choice choice(List<PropertyCondition> conditions) {
        List<PropertyCondition> others = new ArrayList<>(conditions);
        for (PropertyCondition one : conditions) {
            if (one.column().equals(Column.EVENT_NAME)
                    && one.filter().operator() == Operator.EQUALS) {
                others.remove(one);
                return new EventFilter.Choice(
                        Optional.of(one.filter().operands().getFirst()), others);
            }
        }
        return new EventFilter.Choice(Optional.empty(), others);
    }

    List<PropertyCondition> conditions(Place place, Column.Scope otherwise) {
        List<PropertyCondition> conditions = new ArrayList<>();
        place.list(
                FILTERS_MAX, one -> condition(one, otherwise).map(conditions::add).orElse(false));
        return conditions;
    }

    /// `{"scope","key","match","value"}`.
    private Optional<PropertyCondition> condition(Place place, Column.Scope otherwise) {
        Optional<Column> column = column(place, otherwise);
        Place match = place.at(place.has("match") ? "match" : "operator");
        String word = match.isPresent() ? match.text(TEXT_CHARS_MAX) : "match";
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty()) {
            match.wrong("there is no operator " + word);
        }
        JsonNode value = place.at("value").node();
        List<String> operands = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> operands.add(each.asText()));
        } else if (!value.isMissingNode()) {
            operands.add(value.asText());
        }
        if (column.isEmpty() || operator.isEmpty()) {
            return Optional.empty();
        }
        Column known = column.get();
        return place.made(
                Optional.empty(),
                () ->
                        Optional.of(
                                new PropertyCondition(
                                        known,
                                        new PropertyFilter(
                                                place.path(),
                                                known.key().isEmpty() ? "name" : known.key(),
                                                operator.get(),
                                                operator.get().operands() == 0
                                                        ? List.of()
                                                        : operands),
                                        rules.isList(known))));
    }

    /// `{"scope","key"}`; the key `name` of an action is the event's own name.
    Optional<Column> column(Place place, Column.Scope otherwise) {
        Map<String, Column.Scope> scopes = new LinkedHashMap<>();
        for (String plural : List.of("", "s")) {
            scopes.put("visitor" + plural, Column.Scope.PERSON);
            scopes.put("visit" + plural, Column.Scope.VISIT);
            scopes.put("action" + plural, Column.Scope.EVENT);
        }
        Column.Scope scope = place.at("scope").word(otherwise, scopes);
        String field = place.has("property") ? "property" : place.has("key") ? "key" : "name";
        String key = place.at(field).text(TEXT_CHARS_MAX);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        if (scope == Column.Scope.EVENT && (key.equals("name") || key.equals("~n"))) {
            return Optional.of(Column.EVENT_NAME);
        }
        Column column = new Column(scope, key);
        Optional<String> refusal = rules.refusal(column);
        refusal.ifPresent(place.at(field)::wrong);
        return refusal.isPresent() ? Optional.empty() : Optional.of(column);
    }

    private Measure measure(Place place) {
        Place method = place.at("method");
        String word = method.isPresent() ? method.node().asText() : "count";
        Place by = place.at(place.has("by") ? "by" : "scope");
        String of = by.node().asText("");
        Map<String, Measure.Kind> sums = new LinkedHashMap<>();
        sums.put("sum", Measure.Kind.SUM);
        sums.put("avg", Measure.Kind.AVG);
        sums.put("average", Measure.Kind.AVG);
        sums.put("min", Measure.Kind.MIN);
        sums.put("max", Measure.Kind.MAX);
        Measure.Kind kind = sums.get(word);
        if (kind != null) {
            if (of.isEmpty()) {
                by.wrong("names the property that is measured");
                return Measure.COUNT;
            }
            Column column = new Column(Column.Scope.EVENT, of);
            rules.refusal(column).ifPresent(by::wrong);
            return Measure.of(kind, column);
        }
        if (!word.equals("count")) {
            method.wrong("takes count, sum, avg, min or max, got " + word);
        }
        return switch (of) {
            case "", "action", "actions" -> Measure.COUNT;
            case "visit", "visits" -> Measure.VISITS;
            case "day", "days" -> Measure.DAYS;
            default -> {
                by.wrong("takes actions, visits or days, got " + of);
                yield Measure.COUNT;
            }
        };
    }

    private static Comparison comparison(Place place) {
        Comparison once = new Comparison(Operator.GTE, 1, 1);
        if (!place.has("match") && !place.has("value")) {
            return once;
        }
        String word = place.at("match").node().asText("gte");
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty()) {
            place.at("match").wrong("there is no operator " + word);
            return once;
        }
        String value = place.at("value").node().asText("");
        try {
            double number = Double.parseDouble(value);
            return place.at("match")
                    .made(once, () -> new Comparison(operator.get(), number, number));
        } catch (NumberFormatException e) {
            place.at("value").wrong("takes a number, got " + value);
            return once;
        }
    }

    /// `absolute` with days or Unix milliseconds, `relative` with how many days ago; both ends included.
    private Timeframe timeframe(Place place) {
        if (!place.isPresent()) {
            return ALL_TIME;
        }
        String method = place.at("method").node().asText("absolute");
        return switch (method) {
            case "all", "any", "ever" -> ALL_TIME;
            case "absolute" ->
                    new Timeframe.Between(
                            new TimeRange(
                                    time(place.at("from"), false), time(place.at("to"), true)));
            case "relative" -> {
                int from = place.at("from").integer(1, 0, 100_000);
                int to = place.at("to").integer(0, 0, 100_000);
                if (to >= from) {
                    place.at("from").wrong("lies before to: it says how many days ago");
                    yield ALL_TIME;
                }
                yield to == 0
                        ? new Timeframe.Last(from, Unit.DAY)
                        : new Timeframe.Ago(from, to, Unit.DAY);
            }
            default -> {
                place.at("method").wrong("takes absolute, relative or all, got " + method);
                yield ALL_TIME;
            }
        };
    }

    private long time(Place place, boolean end) {
        long open = end ? Long.MAX_VALUE : Long.MIN_VALUE;
        String text = place.node().asText("").strip();
        if (text.isEmpty()) {
            return open;
        }
        try {
            if (text.length() == 10 && text.charAt(4) == '-') {
                LocalDate day = LocalDate.parse(text);
                return calendar.start(end ? day.plusDays(1) : day);
            }
            return Long.parseLong(text);
        } catch (DateTimeParseException | NumberFormatException e) {
            place.wrong("takes a day like 2025-01-31 or Unix milliseconds, got " + text);
            return open;
        }
    }
}
