package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Reads one statement out of a request or a line, whichever form it has.
final class Statements {

    private Statements() {}

    /// The one statement of a `/track/{ce,identify,ping,update,visit}` request: the query, then the body, of which
    /// the last value of a name counts.
    static Decoded ofRequest(RawRequest request, TrackReader reader) {
        Form.read(request.query(), reader);
        Optional<Refusal> unreadable = readBody(request, reader);
        if (unreadable.isPresent()) {
            return unreadable.get().of(0, reader.domain());
        }
        return reader.decoded(request.endpoint(), 0);
    }

    static Decoded ofLine(
            RequestKind kind, RawRequest request, byte[] line, int item, Limits limits) {
        String text = Json.text(line);
        return switch (kind) {
            case PUSH -> ofPush(text, request, item, limits);
            case BATCH -> BatchReader.read(text, request, item, limits);
            case IMPORT -> ImportReader.read(text, request, item, limits);
            case REQUEST, COMMAND -> throw new IllegalArgumentException(kind + " has no lines");
        };
    }

    /// Gives the fields of the body, whatever its form, to the reader.
    static Optional<Refusal> readBody(RawRequest request, Json.Fields fields) {
        byte[] body = request.body();
        int start = Lines.firstSolid(body, 0, body.length);
        if (start == body.length) {
            return Optional.empty();
        }
        if (isMultipart(request.contentType())) {
            return Multipart.parts(request.contentType(), body)
                    .map(
                            parts -> {
                                for (Multipart.Part part : parts) {
                                    fields.field(
                                            part.name(),
                                            io.sojourn.core.value.Value.string(
                                                    Text.decode(part.content())));
                                }
                                return Optional.<Refusal>empty();
                            })
                    .orElse(
                            Optional.of(
                                    new Refusal(
                                            Reason.MALFORMED_BODY,
                                            "",
                                            "multipart body without its boundary")));
        }
        if (body[start] == '{' || isJson(request.contentType())) {
            try {
                Json.object(Json.text(utf8Body(request)), fields);
            } catch (IOException malformed) {
                return Optional.of(new Refusal(Reason.MALFORMED_BODY, "", Json.message(malformed)));
            }
        } else {
            Form.read(body, fields);
        }
        return Optional.empty();
    }

    static byte[] utf8Body(RawRequest request) {
        return Multipart.utf8(
                request.body(), Multipart.parameter(request.contentType(), "charset"));
    }

    static boolean isMultipart(String contentType) {
        return contentType.regionMatches(true, 0, "multipart/", 0, 10);
    }

    private static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    private static Decoded ofPush(String text, RawRequest request, int item, Limits limits) {
        TrackReader reader = new TrackReader(request, limits);
        String endpoint = "";
        boolean params = false;
        try (JsonParser parser = Json.parser(text)) {
            Json.begin(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("endpoint") && token == JsonToken.VALUE_STRING) {
                    endpoint = Text.escaped(parser.getText());
                } else if (name.equals("params") && token == JsonToken.START_OBJECT) {
                    Json.members(parser, text, reader);
                    params = true;
                } else {
                    parser.skipChildren();
                }
            }
            Json.end(parser);
        } catch (IOException malformed) {
            return new Refusal(Reason.MALFORMED_LINE, "", Json.message(malformed))
                    .of(item, reader.domain());
        }
        if (!params) {
            return new Refusal(Reason.MALFORMED_LINE, "params", "line has no params")
                    .of(item, reader.domain());
        }
        return reader.decoded(endpoint, item);
    }
}
