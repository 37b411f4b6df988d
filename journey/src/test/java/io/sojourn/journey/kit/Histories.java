package io.sojourn.journey.kit;

import io.sojourn.core.event.Event;
import io.sojourn.core.kit.Timelines;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Journeys as text: the lines of [Timelines], with the person's properties in brackets after the name.
///
/// ```
/// ann[plan=pro]  signup@0s  buy@2h{price=10}
/// bob            signup@1h
/// ```
///
/// Persons are numbered from 1 in the order of the lines.
public final class Histories {

    private Histories() {}

    /// @param base Unix milliseconds that times are counted from
    public static Map<String, Journey> read(String text, long base) {
        Map<String, Journey> journeys = new LinkedHashMap<>();
        Map<String, List<Event>> events = Timelines.read(text, base);
        long number = 1;
        for (Map.Entry<String, List<Event>> entry : events.entrySet()) {
            String head = entry.getKey();
            int bracket = head.indexOf('[');
            String name = bracket < 0 ? head : head.substring(0, bracket);
            Map<String, Value> properties = new LinkedHashMap<>();
            if (bracket >= 0) {
                for (String pair : head.substring(bracket + 1, head.length() - 1).split(",")) {
                    String[] sides = pair.split("=", 2);
                    properties.put(sides[0], Value.string(sides[1]));
                }
            }
            journeys.put(name, Journey.of(number++, entry.getValue(), properties));
        }
        return journeys;
    }

    public static HistorySource source(String text, long base) {
        return new HistorySource(new ArrayList<>(read(text, base).values()));
    }
}
