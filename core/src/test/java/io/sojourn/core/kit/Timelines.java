package io.sojourn.core.kit;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Events of several people as a text table, one person a line:
///
/// ```
/// ann  signup@0s  pv@2h{until=2h10m country=DE}  mail@3h{standalone}
/// bob  signup@-1h30m
/// ```
///
/// A time is the distance from a base. In braces, blank-separated: `until=TIME`, `timeout=DURATION`, `id=N`, a flag
/// (`standalone`, `bot`), an attribute (`country=DE`, `campaign_name=x`), `cs.KEY=VALUE` for the visit's properties, and
/// any other `KEY=VALUE` for the event's. Ids count up in the order of the text, from 1, unless given; the visitor is
/// the number of the person's line, from 1.
public final class Timelines {

    private static final Pattern EVENT =
            Pattern.compile("(?<name>[^@\\s]+)@(?<time>[^{\\s]+)(?:\\{(?<options>[^}]*)\\})?");
    private static final Pattern UNIT = Pattern.compile("(\\d+)(ms|d|h|m|s)");

    private Timelines() {}

    /// Each person's events by (time, id), people in the order of the text.
    ///
    /// @param base Unix milliseconds that times are counted from
    public static Map<String, List<Event>> read(String text, long base) {
        Map<String, List<Event>> people = new LinkedHashMap<>();
        long id = 1;
        for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
            String[] words = line.split("\\s+", 2);
            long visitor = people.size() + 1L;
            List<Event> events = new java.util.ArrayList<>();
            Matcher event = EVENT.matcher(words.length > 1 ? words[1] : "");
            while (event.find()) {
                events.add(event(event, base, id++, visitor));
            }
            events.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
            people.put(words[0], List.copyOf(events));
        }
        return people;
    }

    /// The events of a text of one line, without a person's name.
    public static List<Event> line(String text, long base) {
        return read("someone " + text.replaceAll("\\s+", " "), base)
                .getOrDefault("someone", List.of());
    }

    /// Milliseconds of `2h30m`, `90s`, `-1d`, `5ms`.
    public static long millis(String duration) {
        Matcher unit = UNIT.matcher(duration);
        long millis = 0;
        int end = duration.startsWith("-") ? 1 : 0;
        while (unit.find(end) && unit.start() == end) {
            millis += Long.parseLong(unit.group(1)) * unitMillis(unit.group(2));
            end = unit.end();
        }
        if (end != duration.length() || duration.isEmpty()) {
            throw new IllegalArgumentException("no duration: " + duration);
        }
        return duration.startsWith("-") ? -millis : millis;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "d" -> 86_400_000;
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            case "ms" -> 1;
            default -> throw new IllegalArgumentException("no unit: " + unit);
        };
    }

    private static Event event(Matcher text, long base, long nextId, long visitor) {
        long time = base + millis(text.group("time"));
        long id = nextId;
        long until = time;
        long timeout = 0;
        int flags = 0;
        Attributes.Builder attributes = new Attributes.Builder();
        Map<String, Value> properties = new LinkedHashMap<>();
        Map<String, Value> visitProperties = new LinkedHashMap<>();
        String options = text.group("options");
        for (String option : options == null ? new String[0] : options.strip().split("\\s+")) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            String value = option.substring(equals + 1);
            if (equals < 0) {
                flags |= EventFlag.valueOf(key.toUpperCase(Locale.ROOT)).bit();
            } else if (key.equals("id")) {
                id = Long.parseLong(value);
            } else if (key.equals("until")) {
                until = base + millis(value);
            } else if (key.equals("timeout")) {
                timeout = millis(value);
            } else if (key.startsWith("cs.")) {
                visitProperties.put(key.substring(3), Value.string(value));
            } else if (isAttribute(key)) {
                attributes.set(Attribute.valueOf(key.toUpperCase(Locale.ROOT)), value);
            } else {
                properties.put(key, Value.string(value));
            }
        }
        return new Event(
                id,
                visitor,
                time,
                time,
                text.group("name"),
                flags,
                until,
                timeout,
                attributes.build(),
                properties,
                visitProperties);
    }

    private static boolean isAttribute(String key) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.key().equals(key)) {
                return true;
            }
        }
        return false;
    }
}
