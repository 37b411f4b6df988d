package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem.Envelope;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// A visit line with at most one action, in the form of Woopra's `logs/import` or as `logs/export` gives it.
/// Without an action it tells properties of the visitor only.
///
/// What the line says of the visit and has no place in the envelope becomes a visit property; what only repeats the
/// time or the line's place in its file is left out. An exported line without a cookie is known by its `pid`.
final class ImportReader implements Item {

    /// Prefix of the cookie that stands for an exported profile number.
    static final String PID = "woopra-pid-";

    /// What only lines of our own export have: where the log goes on after them.
    private static final String POSITION = "pos";

    private static final Set<String> TEXTS =
            Set.of(
                    "app",
                    "browser",
                    "cookie",
                    "device",
                    "ip",
                    "language",
                    "method",
                    "org",
                    "os",
                    "pid",
                    "referer",
                    "resolution",
                    "screen",
                    "time",
                    "type",
                    "user_agent",
                    "user-agent");
    private static final Set<String> DERIVED =
            Set.of(
                    "date",
                    "description",
                    "duration",
                    "h",
                    "hour_of_day",
                    "minute",
                    "number",
                    "offset",
                    "post",
                    "second");

    private final RawRequest request;
    private final Properties properties;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> action = new HashMap<>();
    private int actions;
    private boolean standalone;
    private boolean ours;

    private ImportReader(RawRequest request, Limits limits) {
        this.request = request;
        this.properties = new Properties(limits);
    }

    static Decoded read(String text, RawRequest request, int item, Limits limits) {
        return Item.read(text, item, new ImportReader(request, limits));
    }

    @Override
    public void field(JsonParser parser, String text, String sent) throws IOException {
        String name = Text.escaped(sent);
        JsonToken token = parser.currentToken();
        if (name.equals("visitor") && token == JsonToken.START_OBJECT) {
            Json.members(parser, text, this::visitor);
        } else if (name.equals("actions") && token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                action(parser, text);
            }
        } else if (name.equals("visit") && token == JsonToken.START_OBJECT) {
            Json.members(
                    parser,
                    text,
                    (key, value) -> properties.put(properties.visit, "visit." + key, key, value));
        } else if (name.equals("organisation") && token == JsonToken.START_OBJECT) {
            Json.members(
                    parser,
                    text,
                    (key, value) ->
                            properties.put(
                                    properties.organisation, "organisation." + key, key, value));
        } else if (name.equals("visitor") || name.equals("actions")) {
            parser.skipChildren();
            properties.refuse(
                    new Refusal(
                            Reason.INVALID_FIELD,
                            name,
                            name.equals("visitor") ? "must be an object" : "must be an array"));
        } else if (name.equals("referrer") && token == JsonToken.START_OBJECT) {
            Json.members(parser, text, this::referrer);
        } else {
            visit(name, Json.value(parser, text));
        }
    }

    @Override
    public String domain() {
        return request.project();
    }

    private void visitor(String key, Value value) {
        if (key.equals("cookie")) {
            properties.check("visitor.cookie", value.text());
            texts.put("cookie", value.text());
        } else {
            properties.put(properties.person, "visitor." + key, key, value);
        }
    }

    private void referrer(String key, Value value) {
        if (key.equals("url")) {
            properties.check("referrer.url", value.text());
            texts.put("referer", value.text());
        } else {
            properties.put(properties.visit, "referrer." + key, "referrer " + key, value);
        }
    }

    private void visit(String name, Value value) {
        if (name.equals("referrer")) {
            properties.check(name, value.text());
            texts.put("referer", value.text());
        } else if (TEXTS.contains(name)) {
            properties.check(name, value.text());
            texts.put(name, value.text());
        } else if (name.equals(POSITION)) {
            ours = true;
        } else if (!DERIVED.contains(name)) {
            properties.put(properties.visit, name, name, value);
        }
    }

    private void action(JsonParser parser, String text) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            properties.refuse(new Refusal(Reason.INVALID_FIELD, "actions[0]", "must be an object"));
            return;
        }
        actions++;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Text.escaped(parser.currentName());
            JsonToken token = parser.nextToken();
            if (name.equals("properties") && token == JsonToken.START_OBJECT) {
                Json.members(
                        parser,
                        text,
                        (key, value) ->
                                properties.put(
                                        properties.event,
                                        "actions[0].properties." + key,
                                        key,
                                        value));
            } else if (token != JsonToken.VALUE_NULL) {
                actionField(name, Json.value(parser, text));
            }
        }
    }

    private void actionField(String name, Value value) {
        switch (name) {
            case "idptnc", "id" -> {
                properties.check("actions[0]." + name, value.text());
                action.put("event_id", value.text());
            }
            case "name", "time", "duration", "active_until", "event_id" -> {
                properties.check("actions[0]." + name, value.text());
                action.put(name, value.text());
            }
            case "standalone" -> standalone = value.text().equals("true");
            case "date", "landing", "exit" -> {}
            default -> {
                if (!properties.event.containsKey(name)) {
                    properties.put(properties.event, "actions[0]." + name, name, value);
                }
            }
        }
    }

    @Override
    public TrackItem statement() throws Refusal {
        Kind kind = kind();
        check(kind);
        long time = time();
        String ip = get("ip");
        boolean addressed = Addresses.isLiteral(ip) && !ip.equals("0.0.0.0");
        if (!addressed && !ip.isEmpty()) {
            properties.visit.putIfAbsent("ip", Value.string(ip));
        }
        return new TrackItem(
                kind,
                action.getOrDefault("name", ""),
                cookie(),
                action.getOrDefault("event_id", ""),
                time,
                0,
                kind == Kind.UPDATE ? activity(time) : duration(),
                standalone,
                new Envelope(
                        request.project(),
                        get("app"),
                        addressed ? ip : "",
                        addressed,
                        get("user_agent").isEmpty() ? get("user-agent") : get("user_agent"),
                        get("referer"),
                        get("screen").isEmpty() ? get("resolution") : get("screen"),
                        get("language"),
                        get("browser"),
                        get("os"),
                        get("device"),
                        get("org")),
                properties.person,
                kind == Kind.UPDATE ? Map.of() : properties.event,
                properties.visit,
                properties.organisation);
    }

    private Kind kind() {
        if (actions == 0) {
            return Kind.IDENTIFY;
        }
        return get("type").equals(ImportLines.UPDATE) ? Kind.UPDATE : Kind.EVENT;
    }

    /// Seconds, with decimals, as milliseconds.
    private long duration() {
        double seconds = Value.string(action.getOrDefault("duration", "").strip()).number();
        return seconds >= 0 ? Math.min(Math.round(seconds * 1_000), Times.SPAN_MAX) : -1;
    }

    /// Until when the person was active, counted from the action on.
    private long activity(long time) {
        OptionalLong until = Times.millis(action.getOrDefault("active_until", ""));
        return until.isPresent() && time != TrackItem.NO_TIME
                ? Math.clamp(until.getAsLong() - time, 0, Times.SPAN_MAX)
                : 0;
    }

    private void check(Kind kind) throws Refusal {
        if (properties.problem().isPresent()) {
            throw properties.problem().get();
        }
        if (get("type").equals("system")) {
            throw new Refusal(
                    Reason.DELETED_PROFILE, "type", "line is no visit: system " + get("method"));
        }
        if (actions > 1) {
            throw new Refusal(
                    Reason.INVALID_FIELD, "actions", "more than one action in a logged line");
        }
        if (kind == Kind.EVENT && action.getOrDefault("name", "").isEmpty()) {
            throw new Refusal(Reason.NO_EVENT_NAME, "actions[0].name", "event has no name");
        }
    }

    private long time() throws Refusal {
        for (String sent : List.of(action.getOrDefault("time", ""), get("time"))) {
            if (!sent.isEmpty()) {
                OptionalLong time = Times.millis(sent);
                if (time.isEmpty()) {
                    throw new Refusal(
                            Reason.INVALID_FIELD, "time", "must be milliseconds since 1970");
                }
                return time.getAsLong();
            }
        }
        return TrackItem.NO_TIME;
    }

    /// A profile number stands in for a cookie. A line of our own names every identifier there is, and says nothing new
    /// by its number.
    private String cookie() {
        String cookie = get("cookie");
        boolean named =
                properties.person.containsKey("id") || properties.person.containsKey("email");
        return !cookie.isEmpty() || get("pid").isEmpty() || (ours && named)
                ? cookie
                : PID + get("pid");
    }

    private String get(String name) {
        String text = texts.getOrDefault(name, "");
        return text.equals("null") ? "" : text;
    }
}
