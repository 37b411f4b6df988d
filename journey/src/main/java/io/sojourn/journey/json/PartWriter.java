package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.segment.Operator;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Writes what [PartReader] reads: read again, it is equal.
///
/// @param calendar times at its midnights are written as days
public record PartWriter(Calendar calendar) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Instants that have a date of four digits.
    private static final long MILLIS_MIN = -62_135_596_800_000L;

    private static final long MILLIS_MAX = 253_402_300_799_999L;

    static ObjectNode object() {
        return JSON.objectNode();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public ObjectNode event(EventFilter filter) {
        return event(object(), filter);
    }

    /// Adds the fields of an event filter to others.
    public ObjectNode event(ObjectNode into, EventFilter filter) {
        if (filter.anyOf().size() == 1) {
            return choice(into, filter.anyOf().getFirst());
        }
        ArrayNode choices = into.putArray("anyOf");
        filter.anyOf().forEach(one -> choices.add(choice(object(), one)));
        return into;
    }

    private ObjectNode choice(ObjectNode into, EventFilter.Choice choice) {
        choice.name().ifPresentOrElse(name -> into.put("event", name), () -> into.put("any", true));
        if (!choice.conditions().isEmpty()) {
            into.set("filters", conditions(choice.conditions()));
        }
        return into;
    }

    public ArrayNode conditions(List<PropertyCondition> conditions) {
        ArrayNode array = JSON.arrayNode();
        conditions.forEach(one -> array.add(condition(one)));
        return array;
    }

    public ObjectNode condition(PropertyCondition condition) {
        ObjectNode json = column(object(), condition.column());
        Operator operator = condition.filter().operator();
        List<String> operands = condition.filter().operands();
        json.put("operator", operator.key());
        if (operator.operands() == 1) {
            json.put("value", operands.getFirst());
        } else if (operator.operands() != 0) {
            ArrayNode values = json.putArray("value");
            operands.forEach(values::add);
        }
        if (condition.list()) {
            json.put("list", true);
        }
        return json;
    }

    /// Adds the fields of a column to others.
    public ObjectNode column(ObjectNode into, Column column) {
        into.put("scope", word(column.scope()));
        if (column.scope() != Column.Scope.EVENT_NAME) {
            into.put("property", column.key());
        }
        return into;
    }

    public ArrayNode columns(List<Column> columns) {
        ArrayNode array = JSON.arrayNode();
        columns.forEach(one -> array.add(column(object(), one)));
        return array;
    }

    /// Nothing is added for all times.
    public void range(ObjectNode into, String field, Range range) {
        switch (range) {
            case Range.All() -> {}
            case Range.Last(int count, var unit) ->
                    into.putObject(field).put("last", count).put("unit", unit.key());
            case Range.Between(TimeRange between) -> {
                ObjectNode json = into.putObject(field);
                if (between.from() != Long.MIN_VALUE) {
                    time(json, "from", between.from(), false);
                }
                if (between.to() != Long.MAX_VALUE) {
                    time(json, "to", between.to(), true);
                }
            }
        }
    }

    private void time(ObjectNode into, String field, long time, boolean end) {
        if (time < MILLIS_MIN + 86_400_000 || time > MILLIS_MAX - 86_400_000) {
            into.put(field, time);
        } else if (calendar.start(calendar.date(time)) == time) {
            into.put(
                    field,
                    (end ? calendar.date(time).minusDays(1) : calendar.date(time)).toString());
        } else {
            into.put(field, Instant.ofEpochMilli(time).toString());
        }
    }

    public void period(ObjectNode into, String field, Period period) {
        if (period.every() == 1) {
            into.put(field, period.unit().key());
        } else {
            into.putObject(field).put("every", period.every()).put("unit", period.unit().key());
        }
    }
}
