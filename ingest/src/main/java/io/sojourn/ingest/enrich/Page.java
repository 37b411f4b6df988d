package io.sojourn.ingest.enrich;

import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.util.HashMap;
import java.util.Map;

/// The page that an event happened on, from the properties that the browser tracker sends with page views: `uri` (the
/// whole address), `url` (path and query), `domain`. Of other events only `uri` and `domain` tell their page, because
/// their `url` is where a link leads.
///
/// @param host lower case, empty where not known
/// @param path without query and hash, empty where not known
/// @param parameters of the address
/// @param view whether the event is a page view
public record Page(String host, String path, Map<String, String> parameters, boolean view) {

    public static Page of(TrackItem item) {
        boolean view = item.name().equals(Enricher.PAGE_VIEW);
        String uriText = text(item, "uri");
        String urlText = view ? text(item, "url") : "";
        String domain = text(item, "domain");
        if (uriText.isEmpty() && urlText.isEmpty() && domain.isEmpty()) {
            return new Page("", "", Map.of(), view);
        }
        Link uri = Link.of(uriText);
        Link url = Link.of(urlText);
        String host = uri.host();
        if (host.isEmpty()) {
            host = domain.isEmpty() ? url.host() : Link.host(domain);
        }
        String path = uri.path().isEmpty() ? url.path() : uri.path();
        return new Page(host, path, view ? parameters(uri, url) : Map.of(), view);
    }

    private static Map<String, String> parameters(Link uri, Link url) {
        Map<String, String> parameters = uri.parameters();
        if (url.query().isEmpty() || url.query().equals(uri.query())) {
            return parameters;
        }
        Map<String, String> both = new HashMap<>(url.parameters());
        both.putAll(parameters);
        return both;
    }

    /// `host/path` of a page view, else empty.
    String name() {
        return view ? host + path : "";
    }

    private static String text(TrackItem item, String key) {
        Value value = item.event().get(key);
        return value == null ? "" : value.text();
    }
}
