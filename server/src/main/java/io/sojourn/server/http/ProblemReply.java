package io.sojourn.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Problems as an answer (RFC 9457), all of them in one body; the first one gives status and title.
public final class ProblemReply {
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final Map<String, String> RETRY = Map.of("Retry-After", "5");

    private ProblemReply() {}

    /// @param problems at least one
    public static Reply.Whole of(List<Problem> problems, String requestId) {
        Problem first = problems.getFirst();
        int status = status(first.code());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "about:blank");
        body.put("title", first.toString());
        body.put("status", status);
        body.put("code", name(first.code()));
        ArrayNode errors = body.putArray("errors");
        for (Problem problem : problems) {
            errors.addObject()
                    .put("code", name(problem.code()))
                    .put("field", problem.field())
                    .put("message", problem.message());
        }
        body.put("requestId", requestId);
        return new Reply.Whole(
                status,
                CONTENT_TYPE,
                headers(status),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The same for a caller who may try again after a time.
    ///
    /// @param seconds at least 1
    public static Reply.Whole retry(Problem problem, String requestId, long seconds) {
        Reply.Whole reply = of(List.of(problem), requestId);
        return new Reply.Whole(
                reply.status(),
                CONTENT_TYPE,
                Map.of("Retry-After", Long.toString(Math.max(1, seconds))),
                reply.body());
    }

    /// The same for a page's script: a browser asks its user for a password where it is told `Basic`.
    static Reply.Whole toScript(Reply.Whole reply) {
        return reply.status() == 401
                ? new Reply.Whole(
                        401,
                        CONTENT_TYPE,
                        Map.of("WWW-Authenticate", "Session realm=\"Sojourn\""),
                        reply.body())
                : reply;
    }

    private static Map<String, String> headers(int status) {
        return switch (status) {
            case 401 -> Map.of("WWW-Authenticate", "Basic realm=\"Sojourn\", charset=\"UTF-8\"");
            case 429, 503 -> RETRY;
            default -> Map.of();
        };
    }

    /// Lower case, as the wire has it.
    public static String name(Code code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    /// The one place where a code becomes an HTTP status.
    public static int status(Code code) {
        return switch (code) {
            case INVALID_FIELD,
                    MISSING_FIELD,
                    MALFORMED_BODY,
                    TOO_MANY_PROPERTIES,
                    KEY_TOO_LONG,
                    VALUE_TOO_LONG,
                    TOO_MANY_ITEMS ->
                    400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN_PROJECT, UNKNOWN_PERSON, NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case CONFLICT, CANCELLED -> 409;
            case BODY_TOO_LARGE -> 413;
            case URL_TOO_LONG -> 414;
            case QUESTION_TOO_SLOW, QUESTION_TOO_LARGE -> 422;
            case RATE_LIMITED, OVER_QUOTA -> 429;
            case LOG_FULL, DISK_FULL, SHUTTING_DOWN -> 503;
            case DATA_FOLDER, CONFIGURATION, INTERNAL -> 500;
        };
    }
}
