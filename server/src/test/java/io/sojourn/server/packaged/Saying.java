package io.sojourn.server.packaged;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One event, in any of the forms in which the tracking API takes it.
///
/// @param properties of the event
/// @param person what is said of the person
record Saying(
        String project,
        String cookie,
        String event,
        Map<String, String> properties,
        Map<String, String> person) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] HEADERS = {"Host: www.woopra.com"};
    private static final String BOUNDARY = "----WebKitFormBoundarypCO3cUsbZBWCuBWB";
    private static final byte[] NO_BODY = {};

    enum Form {
        /// All in the query, escaped no more than HTTP needs.
        GET,
        FORM,
        JSON,
        PUSH,
        BATCH
    }

    byte[] in(Form form) {
        return switch (form) {
            case GET -> RawConnection.request("GET", "/track/ce/?" + query(true), HEADERS, NO_BODY);
            case FORM -> post("/track/ce/", "application/x-www-form-urlencoded", query(false));
            case JSON -> post("/track/ce", "application/json", flat().toString());
            case PUSH -> post("/track/push/", "multipart/form-data; boundary=" + BOUNDARY, lines());
            case BATCH -> post("/api/v1/track", "application/json", "[" + item() + "]");
        };
    }

    private static byte[] post(String path, String type, String body) {
        return RawConnection.request(
                "POST",
                path,
                new String[] {HEADERS[0], "Content-Type: " + type},
                body.getBytes(StandardCharsets.UTF_8));
    }

    private String query(boolean raw) {
        StringBuilder query = new StringBuilder();
        flat().properties()
                .forEach(
                        field -> {
                            query.append(query.isEmpty() ? "" : "&");
                            query.append(encoded(field.getKey(), raw)).append('=');
                            query.append(encoded(field.getValue().asText(), raw));
                        });
        return query.toString();
    }

    private static String encoded(String text, boolean raw) {
        return raw ? asFewAsNeeded(text) : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Escapes what would end the target, a name or a value, and leaves every other byte as it is.
    static String asFewAsNeeded(String text) {
        StringBuilder bytes = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c == 0x7f || "%&=+#".indexOf(c) >= 0) {
                bytes.append(String.format("%%%02x", (int) c));
            } else {
                bytes.append(c);
            }
        }
        return bytes.toString();
    }

    private ObjectNode flat() {
        ObjectNode fields =
                JSON.createObjectNode()
                        .put("project", project)
                        .put("cookie", cookie)
                        .put("event", event);
        properties.forEach((key, value) -> fields.put("ce_" + key, value));
        person.forEach((key, value) -> fields.put("cv_" + key, value));
        return fields;
    }

    private String lines() {
        ObjectNode line = JSON.createObjectNode().put("endpoint", "ce");
        line.set("params", flat());
        return "--%1$s\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n%2$s\r\n--%1$s--\r\n"
                .formatted(BOUNDARY, line);
    }

    private ObjectNode item() {
        ObjectNode item =
                JSON.createObjectNode()
                        .put("project", project)
                        .put("cookie", cookie)
                        .put("event", event);
        properties.forEach(item.putObject("properties")::put);
        person.forEach(item.putObject("person")::put);
        return item;
    }
}
