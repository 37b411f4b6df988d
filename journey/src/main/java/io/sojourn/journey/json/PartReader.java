package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what all kinds of questions are made of: events, filters, columns, ranges, periods.
///
/// @param rules of the project's properties
/// @param calendar in which days are meant
/// @param everywhere conditions that every event filter gets besides its own
public record PartReader(
        PropertyRules rules, Calendar calendar, List<PropertyCondition> everywhere) {

    public static final int NAME_CHARS_MAX = 2_000;
    public static final int KEY_CHARS_MAX = 2_000;
    static final int VALUE_CHARS_MAX = 8_192;
    static final int VALUES_MAX = 1_000;
    static final int FILTERS_MAX = 50;
    static final int CHOICES_MAX = 50;
    static final int LAST_MAX = 100_000;

    public PartReader {
        everywhere = List.copyOf(everywhere);
    }

    public PartReader(PropertyRules rules, Calendar calendar) {
        this(rules, calendar, List.of());
    }

    /// The same, where every event filter has some more conditions.
    public PartReader with(List<PropertyCondition> conditions) {
        return new PartReader(rules, calendar, conditions);
    }

    /// An event filter that has to be there.
    public EventFilter event(Place place) {
        if (!place.isPresent()) {
            place.missing();
            return EventFilter.ANY;
        }
        return event(place, place.at("filters"));
    }

    /// An event filter whose fields stand among others.
    public EventFilter event(Place place, Place filters) {
        List<EventFilter.Choice> choices = new ArrayList<>();
        if (place.has("anyOf")) {
            place.at("anyOf").some(CHOICES_MAX, one -> choices.add(choice(one)));
            if (place.has("event") || place.has("any")) {
                place.at("anyOf").wrong("stands alone, not beside event or any");
            }
            place.at("event");
            place.at("any");
            List<PropertyCondition> more = conditions(filters, Column.Scope.EVENT);
            place.end();
            return choices.isEmpty()
                    ? EventFilter.ANY
                    : new EventFilter(choices).and(more).and(everywhere);
        }
        return new EventFilter(List.of(choice(place))).and(everywhere);
    }

    private EventFilter.Choice choice(Place place) {
        Optional<String> name = Optional.empty();
        if (place.has("any")) {
            if (!place.at("any").flag(true)) {
                place.at("any").wrong("takes true");
            }
            if (place.has("event")) {
                place.at("any").wrong("stands alone, not beside event");
            }
            place.at("event");
        } else {
            name = Optional.of(place.at("event").text(NAME_CHARS_MAX));
        }
        List<PropertyCondition> conditions = conditions(place.at("filters"), Column.Scope.EVENT);
        place.end();
        return new EventFilter.Choice(name, conditions);
    }

    /// @param otherwise scope of filters that name none
    public List<PropertyCondition> conditions(Place place, Column.Scope otherwise) {
        List<PropertyCondition> conditions = new ArrayList<>();
        place.list(
                FILTERS_MAX, one -> condition(one, otherwise).map(conditions::add).orElse(false));
        return conditions;
    }

    /// Empty where it is wrong.
    public Optional<PropertyCondition> condition(Place place, Column.Scope otherwise) {
        Optional<Column> column = column(place, otherwise);
        Optional<Operator> operator = operator(place.at("operator"));
        List<String> operands = operands(place.at("value"));
        boolean list = place.at("list").flag(column.map(rules::isList).orElse(false));
        place.end();
        if (column.isEmpty() || operator.isEmpty()) {
            return Optional.empty();
        }
        String property = column.get().key().isEmpty() ? "event" : column.get().key();
        return place.made(
                Optional.empty(),
                () ->
                        Optional.of(
                                new PropertyCondition(
                                        column.get(),
                                        new PropertyFilter(
                                                place.path(),
                                                property,
                                                operator.get(),
                                                operator.get().operands() == 0
                                                        ? List.of()
                                                        : operands),
                                        list)));
    }

    private static Optional<Operator> operator(Place place) {
        String word = place.text(KEY_CHARS_MAX);
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty() && !word.isEmpty()) {
            place.wrong("there is no operator " + word);
        }
        return operator;
    }

    private static List<String> operands(Place place) {
        List<String> operands = new ArrayList<>();
        if (place.node().isArray()) {
            place.list(VALUES_MAX, one -> operands.add(operand(one)));
        } else if (place.isPresent()) {
            operands.add(operand(place));
        }
        return operands;
    }

    private static String operand(Place place) {
        JsonNode node = place.node();
        if (!node.isValueNode() || node.isMissingNode()) {
            place.wrong("takes a text, a number, true or false");
        } else if (node.asText().length() > VALUE_CHARS_MAX) {
            place.wrong("takes at most " + VALUE_CHARS_MAX + " characters");
        }
        return node.asText();
    }

    /// A property by `scope` and `property`, whose fields may stand among others; empty where it is wrong.
    public Optional<Column> column(Place place, Column.Scope otherwise) {
        Column.Scope scope = place.at("scope").word(otherwise);
        if (scope == Column.Scope.EVENT_NAME) {
            if (place.has("property")) {
                place.at("property").wrong("the name of the event has none");
            }
            return Optional.of(Column.EVENT_NAME);
        }
        String key = place.at("property").text(KEY_CHARS_MAX);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Column column = new Column(scope, key);
        Optional<String> refusal = rules.refusal(column);
        refusal.ifPresent(place.at("property")::wrong);
        return refusal.isPresent() ? Optional.empty() : Optional.of(column);
    }

    /// Columns, each an object of its own.
    public List<Column> columns(Place place, int max) {
        List<Column> columns = new ArrayList<>();
        place.list(max, one -> column(one).map(columns::add).orElse(false));
        return columns;
    }

    /// A row of a breakdown: `{"values":["pro",null]}` or `{"rest":true}`; missing = everyone.
    public Group group(Place place) {
        if (!place.isPresent()) {
            return Group.EVERYONE;
        }
        boolean rest = place.at("rest").flag(false);
        List<Optional<String>> values =
                place.at("values").list(3, one -> one.optionalText(VALUE_CHARS_MAX));
        place.end();
        return rest ? Group.REST : new Group(values, false);
    }

    /// A column that has to be there, as an object of its own; empty where it is wrong.
    public Optional<Column> column(Place place) {
        if (!place.isPresent()) {
            place.missing();
            return Optional.empty();
        }
        Optional<Column> column = column(place, Column.Scope.EVENT);
        place.end();
        return column;
    }

    /// Missing = all.
    public Range range(Place place) {
        if (!place.isPresent()) {
            return new Range.All();
        }
        if (place.has("last")) {
            int count = place.at("last").integer(1, LAST_MAX);
            Unit unit = unit(place.at("unit"), Unit.DAY);
            place.end();
            return new Range.Last(count, unit);
        }
        OptionalLong from = time(place.at("from"), false);
        OptionalLong to = time(place.at("to"), true);
        place.end();
        TimeRange range = new TimeRange(from.orElse(Long.MIN_VALUE), to.orElse(Long.MAX_VALUE));
        if (from.isPresent() && to.isPresent() && range.isEmpty()) {
            place.at("to").wrong("must not lie before from");
        }
        return from.isEmpty() && to.isEmpty() ? new Range.All() : new Range.Between(range);
    }

    /// A point in time; empty where it is missing or wrong.
    ///
    /// @param end whether a day means its last moment, exclusive
    public OptionalLong time(Place place, boolean end) {
        if (!place.isPresent()) {
            return OptionalLong.empty();
        }
        JsonNode node = place.node();
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return OptionalLong.of(node.asLong());
        }
        String text = node.isTextual() ? node.asText().strip() : "";
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return OptionalLong.of(calendar.start(end ? day.plusDays(1) : day));
            }
            return OptionalLong.of(instant(text).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            place.wrong(
                    "takes a day like 2025-01-31, an instant like 2025-01-31T12:00:00Z or Unix"
                            + " milliseconds");
            return OptionalLong.empty();
        }
    }

    /// Without an offset the calendar's zone is meant.
    private Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(text).atZone(calendar.zone()).toInstant();
        }
    }

    /// A unit, or `{"every":2,"unit":"week"}`.
    public Period period(Place place, Period otherwise) {
        if (!place.isPresent()) {
            return otherwise;
        }
        if (place.isText()) {
            return new Period(unit(place, otherwise.unit()), 1);
        }
        int every = place.at("every").integer(1, 1, Period.EVERY_MAX);
        Unit unit = unit(place.at("unit"), otherwise.unit());
        place.end();
        return new Period(unit, every);
    }

    public Unit unit(Place place, Unit otherwise) {
        if (!place.isPresent()) {
            return otherwise;
        }
        Optional<Unit> unit = Unit.of(place.node().asText());
        if (!place.isText() || unit.isEmpty()) {
            place.wrong(
                    "takes second, minute, hour, day, week, month, quarter or year, got "
                            + place.node());
        }
        return unit.orElse(otherwise);
    }

    /// A span of elapsed time: milliseconds, or a number with a unit, as in `{"count":7,"unit":"day"}`; empty where it is
    /// missing or wrong. A day is 24 hours here, a week 7 of them; longer units differ in length and are refused.
    public OptionalLong span(Place place, long max) {
        if (!place.isPresent()) {
            return OptionalLong.empty();
        }
        if (place.node().isNumber()) {
            return OptionalLong.of(place.number(0, 0, max));
        }
        long count = place.at("count").number(0, max);
        Unit unit = unit(place.at("unit"), Unit.DAY);
        place.end();
        Optional<Long> millis = millis(unit);
        if (millis.isEmpty()) {
            place.at("unit").wrong("is no elapsed time: takes second, minute, hour, day or week");
            return OptionalLong.empty();
        }
        if (count > max / millis.get()) {
            place.at("count").wrong("is longer than " + max + " milliseconds");
            return OptionalLong.empty();
        }
        return OptionalLong.of(count * millis.get());
    }

    private static Optional<Long> millis(Unit unit) {
        return switch (unit) {
            case SECOND -> Optional.of(1_000L);
            case MINUTE -> Optional.of(60_000L);
            case HOUR -> Optional.of(3_600_000L);
            case DAY -> Optional.of(86_400_000L);
            case WEEK -> Optional.of(604_800_000L);
            case MONTH, QUARTER, YEAR -> Optional.empty();
        };
    }
}
