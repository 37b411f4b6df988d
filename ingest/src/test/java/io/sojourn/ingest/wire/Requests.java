package io.sojourn.ingest.wire;

import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.store.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Short hand for requests and what they decode to.
final class Requests {

    static final String ADDRESS = "198.51.100.7";
    static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Test/1.0";

    private Requests() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static RawRequest get(String endpoint, String query) {
        return request(endpoint, bytes(query), "", new byte[0]);
    }

    static RawRequest post(String endpoint, String contentType, String body) {
        return request(endpoint, new byte[0], contentType, bytes(body));
    }

    static RawRequest request(String endpoint, byte[] query, String contentType, byte[] body) {
        return new RawRequest(
                0,
                endpoint,
                "",
                query,
                contentType,
                body,
                ADDRESS,
                BROWSER,
                "de-DE,de;q=0.9",
                "https://example.com/page",
                "");
    }

    static LogRecord record(RequestKind kind, RawRequest request) {
        return new LogRecord(
                42, 1_700_000_000_000L, new ProjectId(1), kind.code(), request.encode());
    }

    static Decoded decode(RawRequest request) {
        return Decoder.decode(record(RequestKind.REQUEST, request)).getFirst();
    }

    static TrackItem item(RawRequest request) {
        return item(decode(request));
    }

    static TrackItem item(String endpoint, String query) {
        return item(get(endpoint, query));
    }

    static TrackItem item(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Item item -> item.statement();
            case Decoded.Refused refused -> throw new AssertionError(refused);
        };
    }

    static Decoded.Refused refused(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Item item -> throw new AssertionError(item);
            case Decoded.Refused refused -> refused;
        };
    }

    static List<Decoded> lines(RequestKind kind, String project, String... lines) {
        RawRequest request =
                get("push", "")
                        .withLines(project, List.of(lines).stream().map(Requests::bytes).toList());
        return Decoder.decode(record(kind, request));
    }

    static Map<String, String> texts(Map<String, Value> properties) {
        Map<String, String> texts = new LinkedHashMap<>();
        properties.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }
}
