package io.sojourn.journey.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.core.value.Value;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What other engines' tests assert: the files of `resources/cases`.
public final class Cases {

    private Cases() {}

    /// @param people numbers by name
    public record Case(
            String name,
            HistorySource source,
            Map<String, Long> people,
            JsonNode query,
            JsonNode expected) {

        public Calendar calendar() {
            return new Calendar(
                    ZoneId.of(query.path("timezone").asText("UTC")),
                    DayOfWeek.valueOf(
                            query.path("week_start").asText("monday").toUpperCase(Locale.ROOT)));
        }

        /// An event of the query, with the filters that hold for all of its events.
        public EventFilter filter(JsonNode step) {
            List<PropertyCondition> all = conditions(query.path("filters"));
            List<PropertyCondition> own = conditions(step.path("filters"));
            EventFilter named =
                    names(step).isEmpty()
                            ? EventFilter.ANY
                            : new EventFilter(
                                    names(step).stream()
                                            .map(
                                                    name ->
                                                            new EventFilter.Choice(
                                                                    Optional.of(name), List.of()))
                                            .toList());
            return named.and(own).and(all);
        }

        private static List<String> names(JsonNode step) {
            if (step.has("event")) {
                return List.of(step.get("event").asText());
            }
            List<String> names = new ArrayList<>();
            step.path("any_of").forEach(one -> names.add(one.asText()));
            return names;
        }

        private static List<PropertyCondition> conditions(JsonNode filters) {
            List<PropertyCondition> conditions = new ArrayList<>();
            for (JsonNode filter : filters) {
                Operator operator =
                        switch (filter.get("op").asText()) {
                            case "eq" -> Operator.EQUALS;
                            case "ne" -> Operator.NOT_EQUALS;
                            case "contains" -> Operator.CONTAINS;
                            case "not_contains" -> Operator.NOT_CONTAINS;
                            case "is_set" -> Operator.EXISTS;
                            case "not_set" -> Operator.NOT_EXISTS;
                            default -> throw new IllegalStateException("operator " + filter);
                        };
                String key = filter.get("key").asText();
                List<String> operands =
                        operator.operands() == 0
                                ? List.of()
                                : List.of(filter.get("value").asText());
                conditions.add(
                        new PropertyCondition(
                                column(filter),
                                new PropertyFilter("filter", key, operator, operands)));
            }
            return conditions;
        }

        public static Column column(JsonNode filter) {
            return new Column(
                    filter.get("on").asText().equals("person")
                            ? Column.Scope.PERSON
                            : Column.Scope.EVENT,
                    filter.get("key").asText());
        }

        /// Both ends inclusive, local to the query's zone.
        public TimeRange range() {
            return new TimeRange(from(), to());
        }

        public long from() {
            return millis(query.get("from").asText(), 0);
        }

        private long to() {
            return millis(query.get("to").asText(), 1);
        }

        /// @param days added to a plain date; 1 ms to a time where it is not 0
        private long millis(String text, int days) {
            if (text.length() == 10) {
                return calendar().start(LocalDate.parse(text).plusDays(days));
            }
            Instant instant =
                    text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text).atZone(calendar().zone()).toInstant();
            return instant.toEpochMilli() + days;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Case> of(String file) {
        try (InputStream stream =
                Objects.requireNonNull(Cases.class.getResourceAsStream("/cases/" + file))) {
            List<Case> cases = new ArrayList<>();
            for (JsonNode one : new ObjectMapper().readTree(stream)) {
                cases.add(read(one));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(JsonNode one) {
        Map<String, String> nameOf = new LinkedHashMap<>();
        Map<String, Map<String, Value>> properties = new LinkedHashMap<>();
        one.path("people")
                .properties()
                .forEach(
                        person -> {
                            properties.put(person.getKey(), values(person.getValue()));
                            person.getValue()
                                    .path("distinct_ids")
                                    .forEach(id -> nameOf.put(id.asText(), person.getKey()));
                        });
        Map<String, List<Event>> events = new LinkedHashMap<>();
        properties.keySet().forEach(person -> events.put(person, new ArrayList<>()));
        long id = 1;
        for (JsonNode event : one.get("events")) {
            String said = event.get("person").asText();
            String person = properties.containsKey(said) ? said : nameOf.getOrDefault(said, said);
            events.computeIfAbsent(person, added -> new ArrayList<>()).add(event(event, id++));
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        List<Journey> journeys = new ArrayList<>();
        events.forEach(
                (person, theirs) -> {
                    theirs.sort(Comparator.comparingLong(Event::time).thenComparing(Event::id));
                    numbers.put(person, numbers.size() + 1L);
                    journeys.add(
                            Journey.of(
                                    numbers.size(),
                                    theirs,
                                    properties.getOrDefault(person, Map.of())));
                });
        return new Case(
                one.get("name").asText(),
                new HistorySource(journeys),
                numbers,
                one.get("query"),
                one.get("expected"));
    }

    private static Event event(JsonNode event, long id) {
        long time = Instant.parse(event.get("timestamp").asText()).toEpochMilli();
        return new Event(
                id,
                1,
                time,
                time,
                event.get("event").asText(),
                0,
                time,
                0,
                new Attributes.Builder().build(),
                values(event),
                Map.of());
    }

    private static Map<String, Value> values(JsonNode holder) {
        Map<String, Value> values = new LinkedHashMap<>();
        holder.path("properties")
                .properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().isNull()) {
                                values.put(entry.getKey(), Value.string(entry.getValue().asText()));
                            }
                        });
        return values;
    }
}
