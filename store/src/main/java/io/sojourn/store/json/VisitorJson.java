package io.sojourn.store.json;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.PropertyHistory.Run;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.person.Visitor.Link;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a store keeps of a [Visitor] beside its [Columns]: one compact JSON object, without NUL and
/// lone surrogates whatever the values hold; what has its default is left out.
///
/// `{"retired":true,"arrival":n,"received":n,"latest":[id,time,activeUntil],"link":[kind,arrival,time,user?],
/// "properties":{"key":[dropped?,[value,from,fromArrival,to?,toArrival?]...]},"apart":{"unmerge":side}}`
public final class VisitorJson {

    private VisitorJson() {}

    /// What stores keep in columns of their own, to search and sum by.
    public record Columns(
            long number,
            Identifier identifier,
            long from,
            long end,
            long person,
            long firstTime,
            long lastTime,
            long events,
            long botEvents) {

        public static Columns of(Visitor visitor) {
            return new Columns(
                    visitor.number(),
                    visitor.identifier(),
                    visitor.from(),
                    visitor.end(),
                    visitor.person(),
                    visitor.firstTime(),
                    visitor.lastTime(),
                    visitor.events(),
                    visitor.botEvents());
        }
    }

    public static String write(Visitor visitor) {
        return write(visitor, visitor.properties());
    }

    /// The same with property keys in order, for comparing.
    public static String canonical(Visitor visitor) {
        return write(visitor, new TreeMap<>(visitor.properties()));
    }

    private static String write(Visitor visitor, Map<String, PropertyHistory> properties) {
        StringBuilder json = new StringBuilder(128 + 64 * properties.size());
        json.append('{');
        if (visitor.retired()) {
            field(json, "retired").append(true);
        }
        if (visitor.lastArrival() != 0) {
            field(json, "arrival").append(visitor.lastArrival());
        }
        if (visitor.lastReceived() != 0) {
            field(json, "received").append(visitor.lastReceived());
        }
        LatestEvent latest = visitor.latest();
        if (!latest.equals(LatestEvent.NONE)) {
            field(json, "latest").append('[').append(latest.id());
            json.append(',').append(latest.time());
            json.append(',').append(latest.activeUntil()).append(']');
        }
        if (!visitor.link().equals(Link.UNKNOWN)) {
            Link link = visitor.link();
            field(json, "link").append('[').append(link.kind().ordinal());
            json.append(',').append(link.arrival()).append(',').append(link.time());
            if (link.user() != 0) {
                json.append(',').append(link.user());
            }
            json.append(']');
        }
        if (!properties.isEmpty()) {
            append(field(json, "properties"), properties);
        }
        if (!visitor.apart().isEmpty()) {
            field(json, "apart").append('{');
            for (var side : new TreeMap<>(visitor.apart()).entrySet()) {
                field(json, Long.toString(side.getKey())).append(side.getValue());
            }
            json.append('}');
        }
        return json.append('}').toString();
    }

    /// Appends a key, after a comma where another field precedes it.
    private static StringBuilder field(StringBuilder json, String key) {
        if (json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        PropertyJson.quote(json, key);
        return json.append(':');
    }

    public static Visitor read(Columns columns, String state) {
        Visitor visitor =
                new Visitor(
                        columns.number(),
                        columns.identifier(),
                        columns.from(),
                        columns.end(),
                        columns.person());
        boolean retired = false;
        long arrival = 0;
        long received = 0;
        LatestEvent latest = LatestEvent.NONE;
        Link link = Link.UNKNOWN;
        Map<String, PropertyHistory> properties = Map.of();
        Map<Long, Boolean> apart = Map.of();
        PropertyParser json = new PropertyParser(state);
        json.expect('{');
        if (json.peek() != '}') {
            do {
                String field = key(json);
                switch (field) {
                    case "retired" -> retired = json.value().text().equals("true");
                    case "arrival" -> arrival = json.whole();
                    case "received" -> received = json.whole();
                    case "latest" -> latest = readLatest(json);
                    case "link" -> link = readLink(json);
                    case "properties" -> properties = readHistories(json);
                    case "apart" -> apart = readApart(json);
                    default -> throw new IllegalStateException("visitor field " + field);
                }
            } while (json.take(','));
        }
        json.expect('}');
        json.end();
        visitor.restore(
                retired,
                columns.firstTime(),
                columns.lastTime(),
                arrival,
                received,
                columns.events(),
                columns.botEvents(),
                latest,
                properties,
                apart);
        visitor.linkedBy(link);
        return visitor;
    }

    /// A visitor that shares nothing changeable with the original.
    public static Visitor copy(Visitor visitor) {
        return read(Columns.of(visitor), write(visitor));
    }

    /// Property histories alone: what is kept of an organisation.
    public static String writeProperties(Map<String, PropertyHistory> properties) {
        StringBuilder json = new StringBuilder(64 * (properties.size() + 1));
        append(json, properties);
        return json.toString();
    }

    /// @return changeable
    public static Map<String, PropertyHistory> readProperties(String state) {
        PropertyParser json = new PropertyParser(state);
        Map<String, PropertyHistory> properties = readHistories(json);
        json.end();
        return properties;
    }

    /// The history of one property out of what [#write] gave, without reading the rest.
    public static Optional<PropertyHistory> history(String state, String key) {
        int properties = state.indexOf("\"properties\":{");
        if (properties < 0) {
            return Optional.empty();
        }
        // A quote within a text is escaped, so that this occurs as a key or not at all.
        StringBuilder name = new StringBuilder(key.length() + 4);
        PropertyJson.quote(name, key);
        int found = state.indexOf(name.append(":[").toString(), properties);
        if (found < 0) {
            return Optional.empty();
        }
        return Optional.of(readHistory(new PropertyParser(state, found + name.length() - 1)));
    }

    private static void append(StringBuilder json, Map<String, PropertyHistory> properties) {
        json.append('{');
        for (var property : properties.entrySet()) {
            PropertyHistory history = property.getValue();
            field(json, property.getKey()).append('[');
            String separator = "";
            if (history.dropped() != 0) {
                json.append(history.dropped());
                separator = ",";
            }
            for (Run run : history.runs()) {
                json.append(separator).append('[');
                PropertyJson.append(json, run.value());
                json.append(',').append(run.from()).append(',').append(run.fromArrival());
                if (run.to() != run.from() || run.toArrival() != run.fromArrival()) {
                    json.append(',').append(run.to()).append(',').append(run.toArrival());
                }
                json.append(']');
                separator = ",";
            }
            json.append(']');
        }
        json.append('}');
    }

    private static String key(PropertyParser json) {
        json.peek();
        String key = json.string();
        json.expect(':');
        return key;
    }

    private static Map<String, PropertyHistory> readHistories(PropertyParser json) {
        Map<String, PropertyHistory> properties = new LinkedHashMap<>();
        json.expect('{');
        if (json.peek() != '}') {
            do {
                properties.put(key(json), readHistory(json));
            } while (json.take(','));
        }
        json.expect('}');
        return properties;
    }

    private static PropertyHistory readHistory(PropertyParser json) {
        long dropped = 0;
        List<Run> runs = new ArrayList<>();
        json.expect('[');
        if (json.peek() != '[') {
            dropped = json.whole();
            json.expect(',');
        }
        do {
            runs.add(readRun(json));
        } while (json.take(','));
        json.expect(']');
        return new PropertyHistory(runs, dropped);
    }

    private static Run readRun(PropertyParser json) {
        json.expect('[');
        Value value = json.valueOrUnset();
        long from = next(json);
        long fromArrival = next(json);
        long to = json.peek() == ',' ? next(json) : from;
        long toArrival = json.peek() == ',' ? next(json) : fromArrival;
        json.expect(']');
        return new Run(value, from, fromArrival, to, toArrival);
    }

    private static LatestEvent readLatest(PropertyParser json) {
        json.expect('[');
        LatestEvent latest = new LatestEvent(json.whole(), next(json), next(json));
        json.expect(']');
        return latest;
    }

    private static Link readLink(PropertyParser json) {
        json.expect('[');
        Link.Kind kind = Link.Kind.values()[(int) json.whole()];
        long arrival = next(json);
        long time = next(json);
        Link link = new Link(kind, arrival, time, json.peek() == ',' ? next(json) : 0);
        json.expect(']');
        return link;
    }

    private static Map<Long, Boolean> readApart(PropertyParser json) {
        Map<Long, Boolean> apart = new TreeMap<>();
        json.expect('{');
        do {
            apart.put(Long.valueOf(key(json)), json.value().text().equals("true"));
        } while (json.take(','));
        json.expect('}');
        return apart;
    }

    private static long next(PropertyParser json) {
        json.expect(',');
        return json.whole();
    }
}
