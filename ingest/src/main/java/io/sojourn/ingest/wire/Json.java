package io.sojourn.ingest.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.sojourn.core.value.Value;
import java.io.IOException;

/// Reads JSON so that nothing is lost: number literals and nested values keep their text, of a key given twice the
/// last value counts, `null` is "not sent". Raw control characters in strings are taken, as some senders write them.
final class Json {

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(500)
                                    .maxNumberLength(8 << 10)
                                    .build())
                    .build();

    private Json() {}

    /// Receives the members of an object that are not null.
    @FunctionalInterface
    interface Fields {
        void field(String name, Value value);
    }

    /// The text of JSON bytes; a string literal that is not UTF-8 is read as ISO-8859-1 whole.
    static String text(byte[] bytes) {
        if (Text.isUtf8(bytes, 0, bytes.length)) {
            return Text.decode(bytes);
        }
        StringBuilder out = new StringBuilder(bytes.length + 16);
        int start = 0;
        boolean inside = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '"') {
                out.append(Text.decode(bytes, start, i)).append('"');
                start = i + 1;
                inside = !inside;
            } else if (inside && bytes[i] == '\\') {
                i++;
            }
        }
        return out.append(Text.decode(bytes, Math.min(start, bytes.length), bytes.length))
                .toString();
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /// Reads text that is one object and nothing else.
    static void object(String text, Fields fields) throws IOException {
        try (JsonParser parser = parser(text)) {
            begin(parser);
            members(parser, text, fields);
            end(parser);
        }
    }

    static void begin(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "not a JSON object");
        }
    }

    static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "text behind the JSON value");
        }
    }

    /// From the start of an object, which the parser stands on, to its end.
    static void members(JsonParser parser, String text, Fields fields) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Text.escaped(parser.currentName());
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                fields.field(name, value(parser, text));
            }
        }
    }

    /// The value that the parser stands on, which is not null.
    static Value value(JsonParser parser, String text) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Value.string(Text.escaped(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.number(parser.getText());
            case VALUE_TRUE -> Value.bool(true);
            case VALUE_FALSE -> Value.bool(false);
            case START_OBJECT, START_ARRAY -> Value.string(Text.escaped(source(parser, text)));
            default -> throw new JsonParseException(parser, "value expected");
        };
    }

    /// The text of the value that the parser stands on, as it was written.
    static String source(JsonParser parser, String text) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
        } else {
            parser.getText();
        }
        int to = (int) parser.currentLocation().getCharOffset();
        return text.substring(from, to).strip();
    }

    /// The same JSON without raw line ends: escaped within strings, blanks between tokens.
    static String oneLine(String json) {
        if (json.indexOf('\n') < 0 && json.indexOf('\r') < 0) {
            return json;
        }
        StringBuilder line = new StringBuilder(json.length() + 16);
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\n' || c == '\r') {
                line.append(inside ? (c == '\n' ? "\\n" : "\\r") : " ");
            } else {
                line.append(c);
                inside ^= c == '"';
                if (inside && c == '\\' && i + 1 < json.length()) {
                    line.append(json.charAt(++i));
                }
            }
        }
        return line.toString();
    }

    /// What is wrong with the text, on one line and without the text itself.
    static String message(IOException malformed) {
        String message =
                malformed instanceof com.fasterxml.jackson.core.JsonProcessingException json
                        ? json.getOriginalMessage()
                        : malformed.getMessage();
        StringBuilder line = new StringBuilder("no valid JSON");
        if (message != null) {
            line.append(": ");
            message.codePoints()
                    .limit(200)
                    .map(c -> Character.isISOControl(c) ? ' ' : c)
                    .forEach(line::appendCodePoint);
        }
        return Text.escaped(line.toString());
    }
}
