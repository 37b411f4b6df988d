package io.sojourn.server.track;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.Problem;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.server.http.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Writes the answers of the tracking API. A tracker's GET is a script element: unless asked otherwise the answer is an
/// empty script, because browsers report an error for anything else.
final class TrackReplies {
    private static final CharSequence NO_STORE =
            HttpHeaders.createOptimized(
                    "no-store, no-cache, must-revalidate, post-check=0, pre-check=0");
    private static final CharSequence PAST =
            HttpHeaders.createOptimized("Thu, 19 Nov 1981 08:52:00 GMT");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence SCRIPT =
            HttpHeaders.createOptimized("text/javascript; charset=utf-8");
    private static final CharSequence PRAGMA = HttpHeaders.createOptimized("pragma");
    private static final CharSequence ANY = HttpHeaders.createOptimized("*");
    private static final Buffer EMPTY = Buffer.buffer();
    private static final int NAME_CHARS_MAX = 255;

    private TrackReplies() {}

    static void verdict(
            HttpServerRequest request,
            TrackPath path,
            Verdict verdict,
            Supplier<String> requestId) {
        switch (verdict) {
            case Verdict.Taken(String response) -> taken(request, path, response);
            case Verdict.NotRegistered(String domain) ->
                    send(request, path, 200, SCRIPT, Buffer.buffer(notRegistered(domain)));
            case Verdict.Refused(Problem problem, long retryAfterSeconds) ->
                    problem(request, path, problem, requestId.get(), retryAfterSeconds);
            case Verdict.Items(List<Verdict.Outcome> outcomes) ->
                    send(
                            request,
                            path,
                            200,
                            HttpHeaders.createOptimized("application/json; charset=utf-8"),
                            items(outcomes));
        }
    }

    static void taken(HttpServerRequest request, TrackPath path, String response) {
        switch (response) {
            case "json" -> send(request, path, 200, SCRIPT, Buffer.buffer("{\"success\":1}"));
            case "xml" ->
                    send(
                            request,
                            path,
                            200,
                            HttpHeaders.createOptimized("text/xml; charset=utf-8"),
                            Buffer.buffer("<response><success>1</success></response>"));
            default -> send(request, path, 200, SCRIPT, EMPTY);
        }
    }

    /// The comment by which clients know an unknown project; nothing in the name can end it.
    static String notRegistered(String domain) {
        StringBuilder name = new StringBuilder();
        domain.codePoints()
                .filter(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029)
                .limit(NAME_CHARS_MAX)
                .forEach(name::appendCodePoint);
        return "/*\nHost " + name.toString().replace("*/", "* /") + " not registered!\n*/";
    }

    static void problem(
            HttpServerRequest request, TrackPath path, Problem problem, String requestId) {
        problem(request, path, problem, requestId, 0);
    }

    private static void problem(
            HttpServerRequest request,
            TrackPath path,
            Problem problem,
            String requestId,
            long retryAfterSeconds) {
        Reply.Whole reply = ProblemReply.of(List.of(problem), requestId);
        reply.headers().forEach(request.response()::putHeader);
        if (retryAfterSeconds > 0) {
            request.response().putHeader("Retry-After", Long.toString(retryAfterSeconds));
        }
        send(request, path, reply.status(), reply.contentType(), Buffer.buffer(reply.body()));
    }

    static void preflight(HttpServerRequest request, TrackPath path) {
        HttpServerResponse response = request.response();
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        response.putHeader(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                asked != null && isPlain(asked) ? asked : "Content-Type, Authorization");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, allowed(path));
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        crossOrigin(request, path);
        response.setStatusCode(204).end();
    }

    /// Methods that a path takes, as the `Allow` header names them.
    static String allowed(TrackPath path) {
        return path.isBatch() ? "POST, OPTIONS" : "GET, POST, HEAD, OPTIONS";
    }

    private static void send(
            HttpServerRequest request, TrackPath path, int status, CharSequence type, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(PRAGMA, NO_CACHE)
                .putHeader(HttpHeaders.EXPIRES, PAST);
        crossOrigin(request, path);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /// Anyone may read the answer. Only where the server's own cookie is involved are credentials allowed, which needs
    /// the origin by name.
    private static void crossOrigin(HttpServerRequest request, TrackPath path) {
        HttpServerResponse response = request.response();
        String origin = path.isThirdParty() ? request.getHeader(HttpHeaders.ORIGIN) : null;
        if (origin != null && isPlain(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        } else {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        }
    }

    static boolean isPlain(String header) {
        return header.length() <= 1024 && header.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    /// Written by hand: a batch has up to a thousand items, nearly all of them alike.
    private static Buffer items(List<Verdict.Outcome> outcomes) {
        StringBuilder items = new StringBuilder(64 + 24 * outcomes.size());
        int accepted = 0;
        for (Verdict.Outcome outcome : outcomes) {
            items.append(items.isEmpty() ? "" : ",");
            switch (outcome) {
                case Verdict.Outcome.Accepted() -> {
                    accepted++;
                    items.append("{\"status\":\"accepted\"}");
                }
                case Verdict.Outcome.Rejected(String code, String field, String message) ->
                        items.append(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("status", "rejected")
                                        .put("code", code.toLowerCase(Locale.ROOT))
                                        .put("field", field)
                                        .put("message", message));
            }
        }
        return Buffer.buffer(
                "{\"accepted\":%d,\"rejected\":%d,\"items\":[%s]}"
                        .formatted(accepted, outcomes.size() - accepted, items));
    }
}
