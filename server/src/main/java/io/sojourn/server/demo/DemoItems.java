package io.sojourn.server.demo;

import io.sojourn.core.value.Value;
import io.sojourn.server.demo.Statement.Sender;
import io.sojourn.store.json.PropertyJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The forms in which a [Statement] is sent: an item of the native batch, or the query of a tracking request.
final class DemoItems {

    static final String BROWSER_APP = "js-client";

    private DemoItems() {}

    /// One line.
    static String item(Statement said) {
        StringBuilder json = new StringBuilder(512).append("{\"event\":");
        PropertyJson.quote(json, said.name());
        json.append(",\"time\":").append(said.time());
        text(json, "event_id", said.id());
        switch (said.sender()) {
            case Sender.Browser(Device device, String address, String language) -> {
                text(json, "app", BROWSER_APP);
                text(json, "cookie", device.cookie());
                text(json, "user_agent", device.userAgent());
                text(json, "screen", device.screen());
                text(json, "ip", address);
                text(json, "language", language);
                text(json, "referrer", said.referrer());
            }
            case Sender.Backend(String app) -> {
                text(json, "app", app);
                json.append(",\"standalone\":true");
            }
        }
        Map<String, Value> person = new LinkedHashMap<>(said.person());
        Value email = person.remove("email");
        if (email != null) {
            text(json, "email", email.text());
        }
        json.append(",\"properties\":");
        PropertyJson.append(json, said.event());
        json.append(",\"person\":");
        PropertyJson.append(json, person);
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String name, String text) {
        if (!text.isEmpty()) {
            json.append(",\"").append(name).append("\":");
            PropertyJson.quote(json, text);
        }
    }

    /// Parameters of `/track/ce`, sent as it happens.
    static String query(Statement said) {
        StringBuilder query = new StringBuilder(512).append("project=").append(ShopVisit.HOST);
        parameter(query, "event", said.name());
        parameter(query, "idptnc", said.id());
        switch (said.sender()) {
            case Sender.Browser browser -> {
                parameter(query, "referer", said.referrer());
                browser(query, browser);
            }
            case Sender.Backend(String app) -> {
                parameter(query, "app", app);
                parameter(query, "passive", "1");
            }
        }
        said.event().forEach((key, value) -> parameter(query, "ce_" + key, value.text()));
        said.person().forEach((key, value) -> parameter(query, "cv_" + key, value.text()));
        return query.toString();
    }

    /// What a tracker says once a page was left.
    static String leaving(Statement view, Sender.Browser browser, long stayedMillis) {
        StringBuilder query = new StringBuilder(256).append("project=").append(ShopVisit.HOST);
        parameter(query, "event", view.name());
        parameter(query, "idptnc", view.id());
        parameter(query, "duration", Long.toString(stayedMillis));
        browser(query, browser);
        return query.toString();
    }

    static String ping(Sender.Browser browser) {
        StringBuilder query = new StringBuilder(256).append("project=").append(ShopVisit.HOST);
        browser(query, browser);
        return query.toString();
    }

    private static void browser(StringBuilder query, Sender.Browser browser) {
        parameter(query, "app", BROWSER_APP);
        parameter(query, "cookie", browser.device().cookie());
        parameter(query, "user-agent", browser.device().userAgent());
        parameter(query, "screen", browser.device().screen());
        parameter(query, "ip", browser.address());
        parameter(query, "language", browser.language());
    }

    private static void parameter(StringBuilder query, String name, String text) {
        if (!text.isEmpty()) {
            query.append('&')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
    }
}
