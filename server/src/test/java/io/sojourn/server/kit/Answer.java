package io.sojourn.server.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// What a server answered.
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, HttpHeaders headers, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Missing where the body is no JSON.
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Empty where it was not sent.
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
