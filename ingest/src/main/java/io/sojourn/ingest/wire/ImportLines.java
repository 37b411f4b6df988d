package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Rewrites a visit line of any number of actions as lines of one action each, so that in the log a line is an item.
/// Values keep their text.
final class ImportLines {

    /// Type of the line that tells until when the person was active after an action.
    static final String UPDATE = "update";

    private ImportLines() {}

    /// @param source prefix of the ids that actions without one get; empty = none
    /// @return the line itself where it has no action or cannot be read
    static List<byte[]> expand(byte[] line, String source) {
        String text = Json.text(line);
        StringBuilder rest = new StringBuilder();
        List<String> actions = new ArrayList<>();
        try (JsonParser parser = Json.parser(text)) {
            Json.begin(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("actions")) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        actions.add(Json.source(parser, text));
                    }
                } else {
                    rest.append(',')
                            .append(quoted(name))
                            .append(':')
                            .append(Json.source(parser, text));
                }
            }
            Json.end(parser);
        } catch (IOException unreadable) {
            return List.of(line);
        }
        if (actions.isEmpty()) {
            return List.of(Json.oneLine(text).getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> lines = new ArrayList<>(actions.size());
        for (int i = 0; i < actions.size(); i++) {
            String action = withId(actions.get(i), source.isEmpty() ? "" : source + ":" + i);
            lines.add(
                    Json.oneLine("{\"actions\":[" + action + "]" + rest + "}")
                            .getBytes(StandardCharsets.UTF_8));
            String activity = activity(action);
            if (!activity.isEmpty()) {
                String update =
                        "{\"actions\":[" + activity + "]" + rest + ",\"type\":\"" + UPDATE + "\"}";
                lines.add(Json.oneLine(update).getBytes(StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    /// What an action says of how long the person was active after it, as an action of its own: an event's own duration
    /// is a property of it and prolongs nothing.
    ///
    /// @return empty where it says nothing of it, or has no id
    private static String activity(String action) {
        StringBuilder activity = new StringBuilder("{");
        boolean until = false;
        boolean id = false;
        try (JsonParser parser = Json.parser(action)) {
            Json.begin(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                String value = Json.source(parser, action);
                boolean names =
                        name.equals("id") || name.equals("idptnc") || name.equals("event_id");
                if (names || name.equals("time") || name.equals("active_until")) {
                    activity.append(activity.length() > 1 ? "," : "").append(quoted(name));
                    activity.append(':').append(value);
                    until |= name.equals("active_until");
                    id |= names;
                }
            }
        } catch (IOException unreadable) {
            return "";
        }
        return until && id ? activity.append('}').toString() : "";
    }

    /// An id of the action's own comes later in its text and therefore counts.
    private static String withId(String action, String id) {
        if (id.isEmpty() || !action.startsWith("{")) {
            return action;
        }
        String rest = action.substring(1).strip();
        return "{\"event_id\":" + quoted(id) + (rest.startsWith("}") ? "" : ",") + rest;
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
