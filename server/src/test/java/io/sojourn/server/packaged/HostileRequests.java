package io.sojourn.server.packaged;

import io.sojourn.store.text.HostileStrings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Requests that nobody should send, made by chance: each is one HTTP request with one answer, whatever it holds.
final class HostileRequests {
    private static final List<String> STRINGS =
            HostileStrings.naughty().stream().filter(text -> !text.isEmpty()).toList();

    private static final List<String> PIECES =
            List.of(
                    "host=example.com&",
                    "event=x&",
                    "cookie=c&",
                    "ce_k=",
                    "cv_email=",
                    "cs_",
                    "co_id=",
                    "ip=1.2.3.4&",
                    "timestamp=",
                    "idptnc=",
                    "timeout=-1&",
                    "%",
                    "%4",
                    "%00",
                    "%F0%9F",
                    "%ED%A0%80",
                    "+",
                    "\"",
                    "\\",
                    "\\u",
                    "\\ud800",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "null",
                    "true",
                    "-",
                    "1e9",
                    "1e999",
                    "0",
                    "99999999999999999999",
                    "\t",
                    "../",
                    "/",
                    "?",
                    "#",
                    ";",
                    "=",
                    "&",
                    "{\"endpoint\":\"ce\",\"params\":{",
                    "\"project\":\"example.com\"",
                    "\"event\":",
                    "\"x\"",
                    "\"cookie\":\"c\"",
                    "\"time\":",
                    "\"properties\":{",
                    "~",
                    "$action",
                    "--b",
                    "--b--",
                    "Content-Disposition: form-data; name=\"payload\"",
                    "[[[[[[[[[[[[[[[[",
                    "{\"event\":\"x\",\"cookie\":\"c\",\"project\":\"example.com\"}",
                    "\ud83d\ude00",
                    "\u0000",
                    "e\u0301",
                    "\u202e",
                    "\ufeff",
                    "\uffff");

    private static final List<String> ENDPOINTS =
            List.of(
                    "/track/ce",
                    "/track/ce/",
                    "/track/identify",
                    "/track/ping/",
                    "/track/update/",
                    "/track/push/",
                    "/track/visit/",
                    "/track/tp/example.com/ce/",
                    "/api/v1/track");

    private static final List<String> TYPES =
            List.of(
                    "application/json",
                    "application/json; charset=utf-16",
                    "application/x-ndjson",
                    "application/x-www-form-urlencoded",
                    "text/plain;charset=UTF-8",
                    "multipart/form-data; boundary=b",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=\"",
                    "text/plain; charset=none",
                    "\u00e9");

    private static final List<String> HEADERS =
            List.of(
                    "User-Agent",
                    "Referer",
                    "Cookie",
                    "Origin",
                    "Authorization",
                    "Accept-Language",
                    "Accept",
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "Forwarded",
                    "Content-Type",
                    "Content-Encoding",
                    "Access-Control-Request-Headers",
                    "If-None-Match",
                    "Range");

    private static final List<String> METHODS =
            List.of("GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "X");

    private static final List<String> RESTS = List.of("export/people", "export/events", "funnel");

    private final SplittableRandom random;
    private final String authorization;

    /// @param authorization header value of an API key
    HostileRequests(SplittableRandom random, String authorization) {
        this.random = random;
        this.authorization = authorization;
    }

    @SuppressWarnings("ArrayRecordComponent") // sent at once, never compared
    record Hostile(String what, byte[] bytes) {}

    Hostile next() {
        return switch (random.nextInt(9)) {
            case 0 -> hostile("query", "GET", pick(ENDPOINTS) + "?" + query(), headers(), "");
            case 1 -> hostile("path", "GET", "/" + path(), headers(), "");
            case 2 ->
                    hostile(
                            "third party",
                            "GET",
                            "/track/tp/" + path() + "/ce?event=x",
                            headers(),
                            "");
            case 3 -> header();
            case 4 -> hostile("method", pick(METHODS), pick(ENDPOINTS), headers(), "");
            case 5 -> rest();
            case 6 -> saying();
            default -> body();
        };
    }

    private static Hostile hostile(
            String what, String method, String target, String[] headers, String body) {
        return new Hostile(
                what, RawConnection.request(method, target, headers, RawConnection.latin1(body)));
    }

    private static String[] headers(String... more) {
        String[] headers = new String[more.length + 1];
        headers[0] = "Host: www.woopra.com";
        System.arraycopy(more, 0, headers, 1, more.length);
        return headers;
    }

    private Hostile header() {
        String value = onOneLine(RawConnection.bytesOf(text()));
        String name = random.nextInt(8) == 0 ? onOneLine(noise()) : pick(HEADERS);
        String target =
                pick(ENDPOINTS) + "?host=example.com&event=header&cookie=h" + random.nextInt(100);
        return hostile("header", "GET", target, headers(name + ": " + value), "");
    }

    private Hostile body() {
        String[] headers =
                random.nextInt(6) == 0
                        ? headers("Content-Type: " + pick(TYPES), "Content-Encoding: gzip")
                        : headers("Content-Type: " + pick(TYPES));
        return hostile("body", "POST", pick(ENDPOINTS), headers, noise());
    }

    /// An event whose cookie, project, id and email are anything.
    private Hostile saying() {
        Saying saying =
                new Saying(
                        random.nextBoolean() ? "example.com" : text(),
                        text(),
                        text(),
                        Map.of("key " + text(), text(), "url", text()),
                        Map.of("email", text(), "id", text(), "key " + text(), text()));
        Saying.Form form = pick(List.of(Saying.Form.values()));
        return new Hostile("saying " + form, saying.in(form));
    }

    /// An export whose arguments are anything.
    private Hostile rest() {
        String body =
                """
                {"website":"example.com","visitor":"%1$s","start_date":"%2$s","limit":"%2$s",\
                "segment":{"filters":[{"property":"%1$s","operator":"%3$s","value":"%1$s"}]},\
                "properties":["%1$s"]}"""
                        .formatted(
                                quoted(text()),
                                quoted(random.nextBoolean() ? "2025-01-01" : text()),
                                pick(
                                        List.of(
                                                "contains",
                                                "matches",
                                                "gt",
                                                "between",
                                                "exists",
                                                "?")));
        return hostile(
                "rest",
                "POST",
                "/rest/2.4/" + pick(RESTS),
                headers("Authorization: " + authorization, "Content-Type: application/json"),
                RawConnection.bytesOf(random.nextInt(4) == 0 ? body + text() : body));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder();
        io.sojourn.store.json.PropertyJson.quote(json, text);
        return json.substring(1, json.length() - 1);
    }

    private String query() {
        return onOneLine(noise());
    }

    private String path() {
        return onOneLine(
                random.nextBoolean()
                        ? RawConnection.bytesOf(text()).toLowerCase(Locale.ROOT)
                        : noise());
    }

    /// Without what would end the line, so that it stays one request.
    private static String onOneLine(String bytes) {
        return bytes.replace('\r', '_').replace('\n', '_');
    }

    /// Bytes, one a character.
    private String noise() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int pieces = random.nextInt(1, 24);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                out.write(random.nextInt(256));
            } else {
                out.writeBytes(pick(PIECES).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /// Text that is whole in UTF-8, at least one character, without NUL.
    String text() {
        String text =
                switch (random.nextInt(3)) {
                    case 0 -> pick(STRINGS);
                    case 1 -> pick(STRINGS) + pick(PIECES) + pick(STRINGS);
                    default -> characters();
                };
        return text.replace('\0', '0');
    }

    private String characters() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 40);
        while (text.length() < length) {
            int limit = pick(List.of(0x80, 0x100, 0x3000, 0x1_0000, Character.MAX_CODE_POINT + 1));
            int codePoint = random.nextInt(1, limit);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    /// A name that means nothing by itself, neither to the envelope nor to older clients.
    String key() {
        String key = text();
        return key.startsWith("$") || key.startsWith("~") || Set.of("app", "name").contains(key)
                ? "k" + key
                : key;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
