package io.sojourn.server.track;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Inbound;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.server.http.Credentials;
import io.sojourn.server.http.EventLoopHandler;
import io.sojourn.server.http.Origins;
import io.sojourn.store.log.EventLog;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tracking API: `/track/*` as Woopra's clients speak it, the same below the script name of a project, and the
/// native batch `POST /api/v1/track`.
///
/// Runs on the event loops and blocks nowhere. A whole request is admitted whether its sender still waits for the
/// answer or not; an answer 2xx for a known project means that the log has it on stable storage.
public final class TrackHandler implements EventLoopHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrackHandler.class);

    /// Bytes beyond the limit of a body that are read and thrown away, so that the sender reads the answer.
    private static final long EXCESS_BYTES_MAX = 16L << 20;

    private static final byte[] NO_BODY = {};

    private final Supplier<TrackDirectory> directory;
    private final Admission admission;
    private final Intake intake;
    private final TrackCounters counters;
    private final TrackCookie cookies;
    private final Origins origins;
    private final RandomGenerator random;

    /// @param directory the newest snapshot
    /// @param random for cookies and request ids; used by several threads
    public TrackHandler(
            EventLog log,
            Supplier<TrackDirectory> directory,
            Refusals refusals,
            Limits limits,
            TrackCounters counters,
            Origins origins,
            InstantSource clock,
            RandomGenerator random) {
        this.admission = new Admission(log, refusals, counters, clock);
        this.directory = directory;
        this.intake = new Intake(limits);
        this.counters = counters;
        this.cookies = new TrackCookie(random);
        this.origins = origins;
        this.random = random;
    }

    @Override
    public boolean handles(String path) {
        return TrackPath.isOurs(path, directory.get());
    }

    @Override
    public void handle(HttpServerRequest request, String sent) {
        Optional<TrackPath> path = TrackPath.of(sent, directory.get());
        HttpMethod method = request.method();
        if (path.isEmpty()) {
            refuse(
                    request,
                    TrackPath.UNKNOWN,
                    "unknown_endpoint",
                    Problem.of(Code.NOT_FOUND, "there is no such tracking endpoint"));
        } else if (method.equals(HttpMethod.OPTIONS)) {
            TrackReplies.preflight(request, path.get());
        } else if (method.equals(HttpMethod.HEAD) && !path.get().isBatch()) {
            counters.count("head_request", 1);
            TrackReplies.taken(request, path.get(), "");
        } else if (method.equals(HttpMethod.POST)
                || (method.equals(HttpMethod.GET) && !path.get().isBatch())) {
            take(request, path.get());
        } else {
            String allowed = TrackReplies.allowed(path.get());
            request.response().putHeader("Allow", allowed);
            refuse(
                    request,
                    path.get(),
                    "method_not_allowed",
                    Problem.of(
                            Code.METHOD_NOT_ALLOWED,
                            method.name() + " is not possible here, only " + allowed));
        }
    }

    private void take(HttpServerRequest request, TrackPath path) {
        int urlBytesMax = intake.limits().urlBytesMax();
        if (request.uri().length() > urlBytesMax) {
            RawRequest raw = raw(request, path, NO_BODY);
            Problem problem =
                    Problem.of(
                            Code.URL_TOO_LONG,
                            "the URL has "
                                    + request.uri().length()
                                    + " bytes, at most "
                                    + urlBytesMax
                                    + " are taken");
            admission.refuse(raw, path.project(), "url_too_long", problem.message());
            answerProblem(request, path, problem);
        } else if (request.getHeader(HttpHeaderNames.CONTENT_LENGTH) == null
                && request.getHeader(HttpHeaderNames.TRANSFER_ENCODING) == null) {
            admit(request, path, NO_BODY);
        } else {
            read(request, path);
        }
    }

    private void read(HttpServerRequest request, TrackPath path) {
        int bytesMax = intake.limits().bodyBytesMax();
        Buffer body = Buffer.buffer();
        long[] excess = {0};
        request.handler(
                chunk -> {
                    if (excess[0] == 0 && body.length() + chunk.length() <= bytesMax) {
                        body.appendBuffer(chunk);
                    } else {
                        excess[0] += chunk.length();
                        if (excess[0] > EXCESS_BYTES_MAX) {
                            request.handler(rest -> {});
                            request.endHandler(end -> {});
                            tooLarge(request, path);
                        }
                    }
                });
        request.exceptionHandler(
                broken -> {
                    if (!request.isEnded()) {
                        counters.count("broken_off", 1);
                    }
                });
        request.endHandler(
                end -> {
                    if (excess[0] > 0) {
                        tooLarge(request, path);
                    } else {
                        inflate(request, path, body.getBytes());
                    }
                });
    }

    private void tooLarge(HttpServerRequest request, TrackPath path) {
        refuse(
                request,
                path,
                "body_too_large",
                Problem.of(
                        Code.BODY_TOO_LARGE,
                        "the body has more than " + intake.limits().bodyBytesMax() + " bytes"));
    }

    private void inflate(HttpServerRequest request, TrackPath path, byte[] body) {
        String encoding = header(request, HttpHeaderNames.CONTENT_ENCODING);
        switch (Encodings.inflate(body, encoding, intake.limits().bodyBytesMax())) {
            case Encodings.Inflated.Body(byte[] bytes) -> admit(request, path, bytes);
            case Encodings.Inflated.TooLarge() -> tooLarge(request, path);
            case Encodings.Inflated.Malformed(String message) -> {
                Problem problem = Problem.of(Code.MALFORMED_BODY, message);
                admission.refuse(
                        raw(request, path, body), path.project(), "malformed_body", message);
                answerProblem(request, path, problem);
            }
        }
    }

    private void admit(HttpServerRequest request, TrackPath path, byte[] body) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        try {
            RawRequest raw = raw(request, path, body);
            Inbound inbound = path.isBatch() ? intake.batch(raw) : intake.track(raw);
            if (path.isThirdParty() && raw.cookie().isEmpty() && lacksCookie(inbound)) {
                raw = raw.withCookie(cookies.create());
                inbound = intake.track(raw);
                cookies.set(request.response(), raw.cookie(), origins.of(request).https());
            }
            TrackDirectory known = directory.get();
            admission.admit(
                    path.only().map(known::only).orElse(known),
                    raw,
                    inbound,
                    Credentials.of(request.headers()),
                    verdict -> context.runOnContext(go -> answer(request, path, verdict)));
        } catch (RuntimeException bug) {
            fail(request, path, bug);
        }
    }

    private void answer(HttpServerRequest request, TrackPath path, Verdict verdict) {
        try {
            TrackReplies.verdict(request, path, verdict, this::id);
        } catch (RuntimeException bug) {
            fail(request, path, bug);
        }
    }

    private void fail(HttpServerRequest request, TrackPath path, RuntimeException bug) {
        String id = id();
        counters.count("internal", 1);
        LOG.error("tracking request {} {} failed", id, path, bug);
        TrackReplies.problem(request, path, Problem.of(Code.INTERNAL, "something failed here"), id);
    }

    private static boolean lacksCookie(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Unusable _ -> false;
            case Inbound.One one -> lacksCookie(one.statement());
            case Inbound.Many many ->
                    many.lines().stream().anyMatch(line -> lacksCookie(line.statement()));
        };
    }

    private static boolean lacksCookie(Decoded statement) {
        return switch (statement) {
            case Decoded.Item item -> item.statement().cookie().isEmpty();
            case Decoded.Refused _ -> false;
        };
    }

    private RawRequest raw(HttpServerRequest request, TrackPath path, byte[] body) {
        return new RawRequest(
                0,
                path.endpoint(),
                path.project(),
                Objects.requireNonNullElse(request.query(), "")
                        .getBytes(StandardCharsets.ISO_8859_1),
                RawRequest.text(header(request, HttpHeaderNames.CONTENT_TYPE)),
                body,
                origins.of(request).address(),
                RawRequest.text(header(request, HttpHeaderNames.USER_AGENT)),
                RawRequest.text(header(request, HttpHeaderNames.ACCEPT_LANGUAGE)),
                RawRequest.text(header(request, HttpHeaderNames.REFERER)),
                path.isThirdParty()
                        ? TrackCookie.read(header(request, HttpHeaderNames.COOKIE))
                        : "");
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    private void refuse(HttpServerRequest request, TrackPath path, String reason, Problem problem) {
        counters.count(reason, 1);
        answerProblem(request, path, problem);
    }

    private void answerProblem(HttpServerRequest request, TrackPath path, Problem problem) {
        boolean cut =
                !request.isEnded() && header(request, HttpHeaderNames.CONTENT_LENGTH).length() > 8;
        if (cut) {
            request.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        TrackReplies.problem(request, path, problem, id());
        if (!request.isEnded()) {
            request.handler(rest -> {});
        }
        if (cut) {
            request.connection().close();
        }
    }

    private String id() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
