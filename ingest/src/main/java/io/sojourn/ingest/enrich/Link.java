package io.sojourn.ingest.enrich;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The parts of an address of the web, read leniently: whatever is no URL still has a path.
///
/// @param host lower case, without user, port and final dot; empty where the text names none
/// @param path as written, `/` at least where there is a host
/// @param query as written, without `?`
record Link(String host, String path, String query) {

    static final Link NONE = new Link("", "", "");

    /// Reads `https://host/path?query#hash`, `//host/path` and `/path?query`.
    static Link of(String text) {
        return of(text, false);
    }

    /// As [#of], and `host/path` without a scheme is taken for what it is meant to be.
    static Link ofReferrer(String text) {
        return of(text, true);
    }

    private static Link of(String text, boolean hostFirst) {
        String url = text.strip();
        int hash = url.indexOf('#');
        String plain = hash < 0 ? url : url.substring(0, hash);
        int mark = plain.indexOf('?');
        String query = mark < 0 ? "" : plain.substring(mark + 1);
        String place = mark < 0 ? plain : plain.substring(0, mark);
        int authority = authorityStart(place);
        if (authority < 0 && hostFirst && !place.startsWith("/") && place.indexOf('.') > 0) {
            authority = 0;
        }
        if (authority < 0) {
            return new Link("", place, query);
        }
        int slash = place.indexOf('/', authority);
        String host = host(place.substring(authority, slash < 0 ? place.length() : slash));
        return new Link(host, slash < 0 ? "/" : place.substring(slash), query);
    }

    /// Where the authority begins, or -1 where there is none.
    private static int authorityStart(String place) {
        if (place.startsWith("//")) {
            return 2;
        }
        int slashes = place.indexOf("://");
        if (slashes < 1) {
            return -1;
        }
        for (int i = 0; i < slashes; i++) {
            char c = place.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && !(i > 0 && later)) {
                return -1;
            }
        }
        return slashes + 3;
    }

    /// The host of an authority: `user@HOST:port`, `[v6]:port`.
    static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
        if (port > 0) {
            host = host.substring(0, port);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.strip().toLowerCase(Locale.ROOT);
    }

    /// Parameters of the query, decoded; of several with one name the first that says something.
    Map<String, String> parameters() {
        if (query.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int from = 0;
        while (from < query.length()) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            if (equals >= from && equals < end - 1) {
                parameters.putIfAbsent(
                        PercentText.decode(query.substring(from, equals)),
                        PercentText.decode(query.substring(equals + 1, end)));
            }
            from = end + 1;
        }
        return parameters;
    }
}
