package io.sojourn.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `{"properties":{"key":value}}` of an edit by hand: `null` unsets, objects and arrays are kept as their JSON text, a
/// number keeps its digits. Token by token, because a tree would not keep them.
public final class EditBody {

    private static final String PROPERTIES = "properties";
    private static final JsonFactory JSON = new JsonFactory();

    private final List<String> identifierKinds;
    private final Reading reading = new Reading();
    private final Map<String, Value> properties = new LinkedHashMap<>();

    /// @param identifierKinds of the project: these are not edited
    private EditBody(List<String> identifierKinds) {
        this.identifierKinds = identifierKinds;
    }

    /// @throws ProblemException with everything that is wrong
    public static Map<String, Value> read(byte[] body, List<String> identifierKinds) {
        EditBody edit = new EditBody(identifierKinds);
        try (JsonParser json = JSON.createParser(body)) {
            edit.read(json);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Code.MALFORMED_BODY, "the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body is no JSON text");
        }
        edit.reading.end();
        return edit.properties;
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (!field.equals(PROPERTIES)) {
                reading.wrong(Problem.invalid(field, "there is no such field"));
                json.skipChildren();
            } else if (value != JsonToken.START_OBJECT) {
                reading.wrong(Problem.invalid(PROPERTIES, "must be an object"));
                json.skipChildren();
            } else {
                readProperties(json);
            }
        }
        if (json.nextToken() != null) {
            throw new ProblemException(Code.MALFORMED_BODY, "something follows the JSON object");
        }
        if (properties.isEmpty()) {
            reading.wrong(new Problem(Code.MISSING_FIELD, PROPERTIES, "names no property"));
        }
    }

    private void readProperties(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            Value value = value(json);
            check(key, value);
            properties.put(key, value);
        }
        int max = Limits.DEFAULT.propertiesMax();
        if (properties.size() > max) {
            reading.wrong(
                    new Problem(
                            Code.TOO_MANY_PROPERTIES,
                            PROPERTIES,
                            "more than " + max + " properties"));
        }
    }

    private static Value value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> Value.string(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.number(json.getText());
            case VALUE_TRUE -> Value.bool(true);
            case VALUE_FALSE -> Value.bool(false);
            case VALUE_NULL -> Value.UNSET;
            default -> {
                StringWriter text = new StringWriter();
                try (JsonGenerator copy = JSON.createGenerator(text)) {
                    copy.copyCurrentStructureExact(json);
                }
                yield Value.string(text.toString());
            }
        };
    }

    private void check(String key, Value value) {
        String field = PROPERTIES + "." + key;
        Limits limits = Limits.DEFAULT;
        if (key.isBlank()) {
            reading.wrong(Problem.invalid(field, "a property has a name"));
        } else if (key.startsWith("$")) {
            reading.wrong(Problem.invalid(field, "is stated by the platform"));
        } else if (identifierKinds.contains(key) || key.equals(Identifier.COOKIE)) {
            reading.wrong(
                    Problem.invalid(
                            field, "is an identifier: it changes by merging and un-merging"));
        }
        if (key.codePointCount(0, key.length()) > limits.keyCharsMax()) {
            reading.wrong(
                    new Problem(
                            Code.KEY_TOO_LONG,
                            field,
                            "takes names of at most " + limits.keyCharsMax() + " characters"));
        }
        int bytes = value.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.valueBytesMax()) {
            reading.wrong(
                    new Problem(
                            Code.VALUE_TOO_LONG,
                            field,
                            "value has %d bytes, at most %d are taken"
                                    .formatted(bytes, limits.valueBytesMax())));
        }
    }
}
