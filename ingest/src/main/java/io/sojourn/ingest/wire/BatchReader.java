package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem.Envelope;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// One item of the native batch: strict where `/track/*` is lenient. A field that it does not know, or a value of
/// another type, is refused by name; nothing is guessed.
final class BatchReader implements Item {

    private static final Set<String> TEXTS =
            Set.of(
                    "app",
                    "browser",
                    "cookie",
                    "device",
                    "email",
                    "event",
                    "event_id",
                    "ip",
                    "language",
                    "org",
                    "os",
                    "project",
                    "referrer",
                    "screen",
                    "type",
                    "user_agent");
    private static final Set<String> NUMBERS = Set.of("duration", "timeout");
    private static final List<String> SCOPES =
            List.of("properties", "person", "visit", "organisation");

    private final RawRequest request;
    private final Properties properties;
    private final Map<String, String> texts = new HashMap<>();
    private long time = TrackItem.NO_TIME;
    private boolean standalone;

    private BatchReader(RawRequest request, Limits limits) {
        this.request = request;
        this.properties = new Properties(limits);
    }

    static Decoded read(String text, RawRequest request, int item, Limits limits) {
        return Item.read(text, item, new BatchReader(request, limits));
    }

    @Override
    public void field(JsonParser parser, String text, String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (SCOPES.contains(name)) {
            if (token == JsonToken.START_OBJECT) {
                scope(parser, text, name);
            } else {
                invalid(parser, name, "must be an object");
            }
        } else if (name.equals("time")) {
            time(parser);
        } else if (name.equals("id")) {
            identifier(parser);
        } else if (name.equals("standalone")) {
            standalone = token == JsonToken.VALUE_TRUE;
            if (!token.isBoolean()) {
                invalid(parser, name, "must be true or false");
            }
        } else if (TEXTS.contains(name)) {
            if (token == JsonToken.VALUE_STRING) {
                text(name, Text.escaped(parser.getText()));
            } else {
                invalid(parser, name, "must be a string");
            }
        } else if (NUMBERS.contains(name)) {
            span(parser, name);
        } else {
            parser.skipChildren();
            properties.refuse(
                    new Refusal(
                            Reason.UNKNOWN_FIELD,
                            Properties.shortened(Text.escaped(name)),
                            "unknown field"));
        }
    }

    private void text(String name, String value) {
        properties.check(name, value);
        texts.put(name, value);
    }

    private void scope(JsonParser parser, String text, String name) throws IOException {
        Map<String, Value> scope =
                switch (name) {
                    case "person" -> properties.person;
                    case "visit" -> properties.visit;
                    case "organisation" -> properties.organisation;
                    default -> properties.event;
                };
        Json.members(
                parser,
                text,
                (key, value) -> {
                    String path = name + "." + key;
                    if (name.equals("organisation") && key.equals("id")) {
                        properties.check(path, value.text());
                        texts.putIfAbsent("org", value.text());
                    } else {
                        properties.put(scope, path, key, value);
                    }
                });
    }

    private void time(JsonParser parser) throws IOException {
        OptionalLong millis =
                switch (parser.currentToken()) {
                    case VALUE_STRING -> Times.iso(parser.getText());
                    case VALUE_NUMBER_INT -> Times.millis(parser.getText());
                    default -> OptionalLong.empty();
                };
        if (millis.isEmpty()) {
            invalid(
                    parser,
                    "time",
                    "must be ISO-8601 with an offset, or whole milliseconds since 1970");
        } else {
            time = millis.getAsLong();
        }
    }

    private void identifier(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> text("id", Text.escaped(parser.getText()));
            case VALUE_NUMBER_INT -> text("id", parser.getText());
            default -> invalid(parser, "id", "must be a string or a whole number");
        }
    }

    private void span(JsonParser parser, String name) throws IOException {
        OptionalLong millis =
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        ? Times.span(parser.getText())
                        : OptionalLong.empty();
        if (millis.isEmpty()) {
            invalid(
                    parser,
                    name,
                    "must be whole milliseconds, 0 to " + Times.SPAN_MAX + " (366 days)");
        } else {
            texts.put(name, Long.toString(millis.getAsLong()));
        }
    }

    private void invalid(JsonParser parser, String field, String message) throws IOException {
        parser.skipChildren();
        properties.refuse(new Refusal(Reason.INVALID_FIELD, field, message));
    }

    @Override
    public String domain() {
        String project = texts.getOrDefault("project", "");
        return project.isEmpty() ? request.project() : project;
    }

    @Override
    public TrackItem statement() throws Refusal {
        Kind kind = kind();
        String ip = texts.getOrDefault("ip", "");
        boolean noAddress = ip.isEmpty() || ip.equals("0.0.0.0");
        if (!noAddress && !Addresses.isLiteral(ip)) {
            properties.refuse(new Refusal(Reason.INVALID_FIELD, "ip", "must be an IP address"));
        }
        if (properties.problem().isPresent()) {
            throw properties.problem().get();
        }
        for (String identifier : List.of("id", "email")) {
            String value = texts.getOrDefault(identifier, "");
            if (!value.isEmpty()) {
                properties.put(properties.person, identifier, identifier, Value.string(value));
            }
        }
        require(kind);
        return new TrackItem(
                kind,
                kind == Kind.EVENT || kind == Kind.UPDATE ? get("event") : "",
                get("cookie"),
                get("event_id"),
                time,
                Long.parseLong(texts.getOrDefault("timeout", "0")),
                Long.parseLong(texts.getOrDefault("duration", "-1")),
                standalone || ip.equals("0.0.0.0"),
                new Envelope(
                        domain(),
                        get("app"),
                        noAddress ? "" : ip,
                        !noAddress,
                        get("user_agent"),
                        get("referrer"),
                        get("screen"),
                        get("language"),
                        get("browser"),
                        get("os"),
                        get("device"),
                        get("org")),
                properties.person,
                properties.event,
                properties.visit,
                properties.organisation);
    }

    private String get(String name) {
        return texts.getOrDefault(name, "");
    }

    private Kind kind() {
        String type = texts.getOrDefault("type", "event");
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(type)) {
                return kind;
            }
        }
        properties.refuse(
                new Refusal(
                        Reason.INVALID_FIELD, "type", "must be event, identify, update or ping"));
        return Kind.EVENT;
    }

    private void require(Kind kind) throws Refusal {
        if (kind == Kind.EVENT && get("event").isEmpty()) {
            throw new Refusal(Reason.NO_EVENT_NAME, "event", "event has no name");
        }
        if (kind == Kind.UPDATE) {
            if (get("event_id").isEmpty()) {
                throw new Refusal(Reason.NO_EVENT_ID, "event_id", "update names no event");
            }
        } else if (get("cookie").isEmpty() && properties.person.isEmpty()) {
            throw new Refusal(Reason.NO_IDENTIFIER, "cookie", "needs one of cookie, id, email");
        }
        if (properties.problem().isPresent()) {
            throw properties.problem().get();
        }
    }
}
