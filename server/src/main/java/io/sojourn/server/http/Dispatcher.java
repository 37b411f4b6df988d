package io.sojourn.server.http;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Brings requests from the event loop to their blocking handlers on virtual threads and the replies back: body
/// within its bound, caller known, every failure a problem+json.
public final class Dispatcher {
    /// Digits of the length of a body that is thrown away rather than cut off: below 1 MB.
    private static final int SHORT_LENGTH_DIGITS = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// Requests that may be worked on at one time.
    static final int CALLS_MAX = 512;

    private final Origins origins;
    private final RouteTable routes;
    private final Authenticator authenticator;
    private final RequestObserver observer;
    private final RequestLog log;
    private final int bodyBytesMax;
    private final RequestIds ids;
    private final AtomicInteger calls = new AtomicInteger();

    /// Told of every request that ends here.
    @FunctionalInterface
    public interface RequestObserver {
        /// @param route template, or `none`
        void answered(String method, String route, int status, long nanos);
    }

    public Dispatcher(
            Origins origins,
            RouteTable routes,
            Authenticator authenticator,
            RequestObserver observer,
            int bodyBytesMax,
            RandomGenerator random) {
        this(origins, routes, authenticator, observer, RequestLog.NONE, bodyBytesMax, random);
    }

    public Dispatcher(
            Origins origins,
            RouteTable routes,
            Authenticator authenticator,
            RequestObserver observer,
            RequestLog log,
            int bodyBytesMax,
            RandomGenerator random) {
        this.log = log;
        this.origins = origins;
        this.routes = routes;
        this.authenticator = authenticator;
        this.observer = observer;
        this.bodyBytesMax = bodyBytesMax;
        this.ids = new RequestIds(random);
    }

    /// One request under way.
    private record Exchange(
            HttpServerRequest request, Origin origin, String id, String route, long startNanos) {
        HttpServerResponse response() {
            return request.response();
        }
    }

    /// On the event loop.
    ///
    /// @param path without the base path
    void dispatch(HttpServerRequest request, String path) {
        String method = request.method().name();
        String lookup = method.equals("HEAD") ? "GET" : method;
        switch (routes.find(lookup, path)) {
            case RouteTable.Match.Found(Route route, Map<String, String> names) ->
                    receive(exchange(request, route.template()), route, names);
            case RouteTable.Match.OtherMethods(Set<String> methods) -> {
                request.response().putHeader("Allow", String.join(", ", methods));
                refuse(
                        request,
                        Problem.of(
                                Code.METHOD_NOT_ALLOWED,
                                "%s is not possible here, only %s"
                                        .formatted(method, String.join(", ", methods))));
            }
            case RouteTable.Match.Nothing() ->
                    refuse(request, Problem.of(Code.NOT_FOUND, "there is nothing at this path"));
        }
    }

    /// Answers a problem without asking a handler.
    void refuse(HttpServerRequest request, Problem problem) {
        Exchange exchange = exchange(request, "none");
        boolean last = !request.isEnded() && !hasShortBody(request);
        if (last) {
            announceEnd(request);
        }
        send(exchange, ProblemReply.of(List.of(problem), exchange.id));
        if (last) {
            request.connection().close();
        }
    }

    /// Whether the rest of it can be read and thrown away, so that the connection goes on. Closing it with bytes unread
    /// could take the answer away from the sender.
    private static boolean hasShortBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.decoderResult().isSuccess()
                && length != null
                && length.length() <= SHORT_LENGTH_DIGITS
                && request.getHeader("Transfer-Encoding") == null;
    }

    /// Tells the client that the connection ends with the answer.
    private static void announceEnd(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
    }

    private Exchange exchange(HttpServerRequest request, String route) {
        String sent = request.getHeader("X-Request-Id");
        return new Exchange(
                request,
                origins.of(request),
                ids.next(sent == null ? "" : sent),
                route,
                System.nanoTime());
    }

    private void receive(Exchange exchange, Route route, Map<String, String> names) {
        HttpServerRequest request = exchange.request;
        Buffer body = Buffer.buffer();
        request.handler(
                chunk -> {
                    if (body.length() + chunk.length() > bodyBytesMax) {
                        request.handler(ignored -> {});
                        request.endHandler(ignored -> {});
                        announceEnd(request);
                        send(exchange, tooLarge(exchange));
                        request.connection().close();
                    } else {
                        body.appendBuffer(chunk);
                    }
                });
        request.exceptionHandler(
                gone -> LOG.debug("request {} was broken off: {}", exchange.id, gone.toString()));
        request.endHandler(ended -> begin(exchange, route, names, body.getBytes()));
    }

    private Reply.Whole tooLarge(Exchange exchange) {
        return ProblemReply.of(
                List.of(
                        Problem.of(
                                Code.BODY_TOO_LARGE,
                                "the body exceeds " + bodyBytesMax + " bytes")),
                exchange.id);
    }

    private void begin(Exchange exchange, Route route, Map<String, String> names, byte[] body) {
        if (calls.incrementAndGet() > CALLS_MAX) {
            calls.decrementAndGet();
            send(
                    exchange,
                    ProblemReply.of(
                            List.of(
                                    Problem.of(
                                            Code.RATE_LIMITED,
                                            "more than " + CALLS_MAX + " requests at one time")),
                            exchange.id));
            return;
        }
        Call call = call(exchange, names, body);
        exchange.response().closeHandler(gone -> call.departure().happens());
        Optional<Credentials> credentials = Credentials.of(exchange.request.headers());
        Context context = Vertx.currentContext();
        Thread.ofVirtual()
                .name("call-" + exchange.id)
                .start(
                        () -> {
                            // the thread is this call's own and ends with it
                            MDC.put("requestId", exchange.id);
                            Reply reply = Reply.empty();
                            try {
                                reply = answer(exchange, route, call, credentials);
                                deliver(exchange, context, reply);
                            } finally {
                                calls.decrementAndGet();
                            }
                            if (reply instanceof Reply.Follow follow) {
                                Reply.Standing standing =
                                        () -> isStill(route.access(), call, credentials);
                                stream(
                                        exchange,
                                        context,
                                        follow,
                                        out -> follow.body().write(out, standing));
                            }
                        });
    }

    private boolean isStill(Access access, Call call, Optional<Credentials> credentials) {
        try {
            Admission.check(access, call, identify(access, call, credentials));
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static Call call(Exchange exchange, Map<String, String> names, byte[] body) {
        HttpServerRequest request = exchange.request;
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String query = request.query();
        return new Call(
                exchange.id,
                exchange.origin,
                request.method().name(),
                names,
                query == null ? Map.of() : PercentText.fields(query),
                headers,
                body,
                Caller.NOBODY);
    }

    /// The edge where failures become answers and our bugs are logged, once.
    private Reply answer(
            Exchange exchange, Route route, Call call, Optional<Credentials> credentials) {
        try {
            Caller caller = identify(route.access(), call, credentials);
            return Admission.admit(route, call, caller);
        } catch (ProblemException e) {
            Reply.Whole reply = ProblemReply.of(e.problems(), exchange.id);
            return call.header("sec-fetch-mode").filter(m -> !m.equals("navigate")).isPresent()
                    ? ProblemReply.toScript(reply)
                    : reply;
        } catch (Exception e) {
            LOG.error("request {} {} {} failed", exchange.id, route.method(), route.template(), e);
            return ProblemReply.of(
                    List.of(
                            Problem.of(
                                    Code.INTERNAL,
                                    "something failed here; the server's log has it under this request id")),
                    exchange.id);
        }
    }

    /// A route for anybody takes whoever it is.
    private Caller identify(Access access, Call call, Optional<Credentials> credentials) {
        if (access instanceof Access.Public) {
            try {
                return authenticator.identify(call, credentials);
            } catch (ProblemException e) {
                return Caller.NOBODY;
            }
        }
        Caller caller = authenticator.identify(call, credentials);
        if (caller.isNobody()) {
            throw new ProblemException(
                    Code.UNAUTHENTICATED,
                    "sign in, or bring an API key: Basic auth with appId:secret");
        }
        return caller;
    }

    private void deliver(Exchange exchange, Context context, Reply reply) {
        switch (reply) {
            case Reply.Whole whole -> context.runOnContext(go -> send(exchange, whole));
            case Reply.Stream stream -> stream(exchange, context, stream, stream.body());
            case Reply.Follow _ -> {
                // once the call no longer counts as one under way
            }
        }
    }

    /// On the event loop.
    private void send(Exchange exchange, Reply.Whole reply) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        head(exchange, reply);
        if (reply.status() != 204 && reply.status() != 304) {
            response.putHeader("Content-Length", Integer.toString(reply.body().length));
        }
        if (exchange.request.method().name().equals("HEAD")) {
            response.end();
        } else {
            response.end(Buffer.buffer(reply.body()));
        }
        observe(exchange, reply);
    }

    /// On a virtual thread.
    private void stream(Exchange exchange, Context context, Reply reply, Reply.Body body) {
        HttpServerResponse response = exchange.response();
        ResponseStream.on(
                context,
                () -> {
                    head(exchange, reply);
                    response.setChunked(true);
                });
        try {
            ResponseStream out = new ResponseStream(response, context);
            if (!exchange.request.method().name().equals("HEAD")) {
                body.write(out);
            }
            out.finish();
        } catch (ResponseStream.ClientGone e) {
            LOG.debug("the client of request {} went away", exchange.id);
        } catch (IOException | RuntimeException e) {
            LOG.error("request {} {} failed half-way", exchange.id, exchange.route, e);
            context.runOnContext(go -> exchange.request.connection().close());
        }
        observe(exchange, reply);
    }

    private void head(Exchange exchange, Reply reply) {
        HttpServerResponse response = exchange.response();
        response.setStatusCode(reply.status());
        response.putHeader("X-Request-Id", exchange.id)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (exchange.origin.https()) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (!reply.contentType().isEmpty()) {
            response.putHeader("Content-Type", reply.contentType());
        }
        reply.headers().forEach(response::putHeader);
    }

    private void observe(Exchange exchange, Reply reply) {
        String method = exchange.request.method().name();
        long nanos = System.nanoTime() - exchange.startNanos;
        observer.answered(method, exchange.route, reply.status(), nanos);
        log.answered(
                exchange.id,
                method,
                exchange.route,
                reply.status(),
                nanos,
                !(reply instanceof Reply.Whole));
    }
}
