package io.sojourn.ingest.enrich;

import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.util.LinkedHashMap;
import java.util.Map;

/// Items for tests, said by name: `event=pv`, an envelope field, or `ce_`, `cv_`, `cs_` and a key.
final class Items {

    private Items() {}

    static TrackItem item(String... said) {
        Map<String, String> envelope = new LinkedHashMap<>();
        Map<String, Value> event = new LinkedHashMap<>();
        Map<String, Value> person = new LinkedHashMap<>();
        Map<String, Value> visit = new LinkedHashMap<>();
        for (String one : said) {
            String key = one.substring(0, one.indexOf('='));
            String value = one.substring(key.length() + 1);
            if (key.startsWith("ce_")) {
                event.put(key.substring(3), Value.string(value));
            } else if (key.startsWith("cv_")) {
                person.put(key.substring(3), Value.string(value));
            } else if (key.startsWith("cs_")) {
                visit.put(key.substring(3), Value.string(value));
            } else {
                envelope.put(key, value);
            }
        }
        return new TrackItem(
                TrackItem.Kind.EVENT,
                envelope.getOrDefault("event", "pv"),
                "",
                "",
                TrackItem.NO_TIME,
                0,
                -1,
                false,
                new TrackItem.Envelope(
                        "example.com",
                        envelope.getOrDefault("app", ""),
                        envelope.getOrDefault("ip", ""),
                        envelope.containsKey("ip"),
                        envelope.getOrDefault("user-agent", ""),
                        envelope.getOrDefault("referer", ""),
                        envelope.getOrDefault("screen", ""),
                        envelope.getOrDefault("language", ""),
                        envelope.getOrDefault("browser", ""),
                        envelope.getOrDefault("os", ""),
                        envelope.getOrDefault("device", ""),
                        envelope.getOrDefault("org", "")),
                person,
                event,
                visit,
                Map.of());
    }
}
