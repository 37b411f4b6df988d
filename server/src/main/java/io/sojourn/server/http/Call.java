package io.sojourn.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a blocking [Handler] sees it: whole, decoded, its caller known.
///
/// @param origin the client's address, scheme and host, as seen through trusted proxies
/// @param path values of the route's `{names}`, percent-decoded
/// @param query last one wins
/// @param headers by lower-case name, last one wins
/// @param body at most as long as configured
/// @param departure of the client
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record Call(
        String requestId,
        Origin origin,
        String method,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Caller caller,
        Departure departure) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// Of a client that stays.
    public Call(
            String requestId,
            Origin origin,
            String method,
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            Caller caller) {
        this(requestId, origin, method, path, query, headers, body, caller, new Departure());
    }

    /// The same call of somebody.
    public Call by(Caller known) {
        return new Call(requestId, origin, method, path, query, headers, body, known, departure);
    }

    /// A value that the route's template names.
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Value of a cookie; where there are several of the name, the first.
    public Optional<String> cookie(String name) {
        for (String pair : headers.getOrDefault("cookie", "").split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return Optional.of(pair.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /// Whether it changes nothing.
    public boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// The content type without its parameters, lower case; empty where none was sent.
    public String contentType() {
        String type = header("content-type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /// Fields of an urlencoded body, last one wins.
    public Map<String, String> form() {
        return PercentText.fields(new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    /// @throws ProblemException where the body is no JSON text
    public JsonNode json() {
        if (body.length == 0) {
            throw new ProblemException(
                    new Problem(Code.MALFORMED_BODY, "", "the body is empty, JSON is wanted"));
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Code.MALFORMED_BODY, "the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body is no JSON text");
        }
    }
}
