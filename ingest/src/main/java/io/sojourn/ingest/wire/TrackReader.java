package io.sojourn.ingest.wire;

import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem.Envelope;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Collects the parameters of one tracking statement and understands them: every client's spelling of the project,
/// the prefixes, the aliases. Parameters that it does not know are diagnostics of clients and say nothing.
final class TrackReader implements Json.Fields {

    /// Names of the project, the most trusted first; compared without case.
    private static final List<String> PROJECT = List.of("project", "website", "host", "alias");

    private static final Set<String> ENVELOPE =
            Set.of(
                    "app",
                    "appier_app_id",
                    "browser",
                    "cookie",
                    "device",
                    "domain",
                    "duration",
                    "event",
                    "idptnc",
                    "ip",
                    "language",
                    "org",
                    "os",
                    "passive",
                    "referer",
                    "referrer",
                    "response",
                    "screen",
                    "timeout",
                    "timestamp",
                    "user-agent");

    /// `app` of clients on the visitor's own device: header and connection describe the visitor.
    private static final Set<String> ON_DEVICE =
            Set.of("", "js-client", "sojourn", "sojourn-js", "android", "ios");

    private static final String NO_ADDRESS = "0.0.0.0";

    private final RawRequest request;
    private final Properties properties;
    private final Map<String, Value> envelope = new HashMap<>();
    private final Map<String, Value> aliases = new HashMap<>();

    TrackReader(RawRequest request, Limits limits) {
        this.request = request;
        this.properties = new Properties(limits);
    }

    @Override
    public void field(String name, Value value) {
        if (name.length() >= 3 && name.charAt(0) == 'c' && name.charAt(2) == '_') {
            String key = name.substring(3);
            switch (name.charAt(1)) {
                case 'v' -> properties.put(properties.person, name, key, value);
                case 'e' -> eventProperty(name, key, value);
                case 's' -> properties.put(properties.visit, name, key, value);
                case 'o' -> organisationProperty(name, key, value);
                default -> {}
            }
        } else if (ENVELOPE.contains(name)) {
            properties.check(name, value.text());
            envelope.put(name, value);
        } else if (!isAlias(name, value)) {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (PROJECT.contains(lower)) {
                properties.check(name, value.text());
                envelope.put(lower, value);
            }
        }
    }

    private void eventProperty(String name, String key, Value value) {
        if (!isAlias(key, value)) {
            properties.put(properties.event, name, key, value);
        }
    }

    private void organisationProperty(String name, String key, Value value) {
        if (key.equals("id")) {
            properties.check(name, value.text());
            aliases.put("org", value);
        } else {
            properties.put(properties.organisation, name, key, value);
        }
    }

    /// `$timestamp` and the like of w.js, `~timestamp` and the like of the iOS client: said of the envelope.
    private boolean isAlias(String key, Value value) {
        if (key.length() < 2 || (key.charAt(0) != '$' && key.charAt(0) != '~')) {
            return false;
        }
        String name = key.substring(1);
        if (key.equals("$action")) {
            name = "event";
        }
        if (!ENVELOPE.contains(name) && !(key.charAt(0) == '~' && PROJECT.contains(name))) {
            return false;
        }
        properties.check(key, value.text());
        aliases.put(name, value);
        return true;
    }

    /// The project that the statement names, else the request's own.
    String domain() {
        for (String name : PROJECT) {
            String value = text(name);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return request.project();
    }

    /// The form in which the sender wants its answer.
    String response() {
        return text("response");
    }

    /// The statement, once every parameter was given.
    Decoded decoded(String endpoint, int item) {
        Optional<Kind> kind = kind(endpoint);
        if (kind.isEmpty()) {
            return new Decoded.Refused(
                    item,
                    domain(),
                    Reason.UNKNOWN_ENDPOINT,
                    "endpoint",
                    "unknown endpoint '" + Properties.shortened(endpoint) + "'");
        }
        aliases.forEach(envelope::putIfAbsent);
        String app = app();
        String name = name(kind.get(), endpoint);
        String eventId = text("idptnc");
        long time = time(kind.get());
        long timeout = timeout(kind.get(), app);
        long duration = duration(kind.get());
        Envelope about = envelope(kind.get(), app);
        keepUnprefixed(kind.get());
        if (properties.problem().isPresent()) {
            return properties.problem().get().of(item, domain());
        }
        if (kind.get() == Kind.EVENT && name.isEmpty()) {
            return new Refusal(Reason.NO_EVENT_NAME, "event", "event has no name")
                    .of(item, domain());
        }
        if (kind.get() == Kind.UPDATE && eventId.isEmpty()) {
            return new Refusal(Reason.NO_EVENT_ID, "idptnc", "update names no event")
                    .of(item, domain());
        }
        return new Decoded.Item(
                item,
                new TrackItem(
                        kind.get(),
                        name,
                        cookie(),
                        eventId,
                        time,
                        timeout,
                        duration,
                        isStandalone(),
                        about,
                        properties.person,
                        properties.event,
                        properties.visit,
                        properties.organisation));
    }

    private static Optional<Kind> kind(String endpoint) {
        return switch (endpoint) {
            case "ce", "visit" -> Optional.of(Kind.EVENT);
            case "identify" -> Optional.of(Kind.IDENTIFY);
            case "ping" -> Optional.of(Kind.PING);
            case "update" -> Optional.of(Kind.UPDATE);
            default -> Optional.empty();
        };
    }

    /// Older clients send `ce_app`, even with an identify; beside `app` it is an ordinary property.
    private String app() {
        String app = text("app");
        if (app.isEmpty() && properties.event.containsKey("app")) {
            Value sent = properties.event.remove("app");
            return isNothing(sent.text()) ? "" : sent.text();
        }
        return app;
    }

    /// Older clients send the name as `ce_name`; beside `event` it is an ordinary property.
    private String name(Kind kind, String endpoint) {
        String name = raw("event");
        if (kind == Kind.EVENT && name.isEmpty()) {
            Value legacy = properties.event.remove("name");
            name = legacy == null ? "" : legacy.text();
        }
        return name.isEmpty() && endpoint.equals("visit") ? "pv" : name;
    }

    private String cookie() {
        String cookie = raw("cookie");
        return cookie.isEmpty() ? request.cookie() : cookie;
    }

    private boolean isStandalone() {
        String passive = text("passive");
        return passive.equals("1") || passive.equals("true") || text("ip").equals(NO_ADDRESS);
    }

    private long time(Kind kind) {
        String sent = text("timestamp");
        OptionalLong time = sent.isEmpty() ? OptionalLong.empty() : Times.sent(sent);
        keepInvalid(kind, "timestamp", sent, time.isPresent());
        return time.orElse(TrackItem.NO_TIME);
    }

    private long timeout(Kind kind, String app) {
        String sent = text("timeout");
        OptionalLong timeout = sent.isEmpty() ? OptionalLong.empty() : Times.span(sent);
        keepInvalid(kind, "timeout", sent, timeout.isPresent());
        long millis = timeout.orElse(0);
        return app.equals("android") && millis < 1000 ? millis * 1000 : millis;
    }

    private long duration(Kind kind) {
        String sent = text("duration");
        OptionalLong duration = sent.isEmpty() ? OptionalLong.empty() : Times.span(sent);
        keepInvalid(kind, "duration", sent, duration.isPresent());
        return duration.orElse(-1);
    }

    private Envelope envelope(Kind kind, String app) {
        boolean onDevice = ON_DEVICE.contains(app);
        String ip = text("ip");
        boolean none = ip.equals(NO_ADDRESS);
        boolean sent = !none && Addresses.isLiteral(ip);
        if (!none) {
            keepInvalid(kind, "ip", ip, sent);
        }
        String address = onDevice && !none ? request.address() : "";
        String userAgent = text("user-agent");
        String language = text("language");
        return new Envelope(
                domain(),
                app,
                sent ? ip : address,
                sent,
                userAgent.isEmpty() && onDevice ? request.userAgent() : userAgent,
                text("referer").isEmpty() ? text("referrer") : text("referer"),
                text("screen"),
                language.isEmpty() && onDevice ? firstLanguage(request.acceptLanguage()) : language,
                text("browser"),
                text("os"),
                text("device"),
                text("org"));
    }

    private static String firstLanguage(String acceptLanguage) {
        int end = 0;
        while (end < acceptLanguage.length()
                && acceptLanguage.charAt(end) != ','
                && acceptLanguage.charAt(end) != ';') {
            end++;
        }
        String first = acceptLanguage.substring(0, end).strip();
        return first.equals("*") || first.length() > 35 ? "" : first;
    }

    /// What an envelope parameter said but did not mean is kept where its owner sees it.
    private void keepInvalid(Kind kind, String name, String sent, boolean valid) {
        if (!valid && !sent.isEmpty() && kind == Kind.EVENT) {
            properties.event.putIfAbsent(name, Value.string(sent));
        }
    }

    /// Properties that w.js sends without prefix.
    private void keepUnprefixed(Kind kind) {
        for (String name : List.of("appier_app_id", "domain")) {
            Value value = envelope.get(name);
            if (value != null && kind == Kind.EVENT) {
                properties.event.putIfAbsent(name, value);
            }
        }
    }

    private String text(String name) {
        String text = raw(name);
        return isNothing(text) ? "" : text;
    }

    private String raw(String name) {
        Value value = envelope.get(name);
        return value == null ? "" : value.text();
    }

    private static boolean isNothing(String text) {
        return text.isEmpty() || text.equals("null") || text.equals("undefined");
    }
}
