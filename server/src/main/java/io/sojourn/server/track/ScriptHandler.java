package io.sojourn.server.track;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.server.files.StaticFile;
import io.sojourn.server.files.StaticFiles;
import io.sojourn.server.http.Dispatcher.RequestObserver;
import io.sojourn.server.http.EventLoopHandler;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.server.http.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The browser tracker's files, as pages of other sites load them: at the addresses of Woopra's snippets and below the
/// script name of each project. A part is found beside the file that loads it, whatever that is called.
public final class ScriptHandler implements EventLoopHandler {

    /// The tracker; its parts are `w-NAME.js`.
    private static final String CORE = "w";

    /// An hour: a new tracker reaches every page within it, and nobody waits for it.
    private static final String CACHING = "public, max-age=3600, stale-while-revalidate=604800";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Access-Control-Allow-Origin",
                    "*",
                    "Cross-Origin-Resource-Policy",
                    "cross-origin",
                    "Timing-Allow-Origin",
                    "*",
                    "X-Content-Type-Options",
                    "nosniff");

    /// Base name and part of a file at one of Woopra's addresses.
    private static final Pattern OFFICIAL = Pattern.compile("/(?:js/w|w|js/t/5)(-[a-z]+)?\\.js");

    private static final Pattern NAMED = Pattern.compile("/([a-z0-9]+)(-[a-z]+)?\\.js");

    /// A file that a path stands for.
    ///
    /// @param route as observers know it
    private record Script(StaticFile file, String route) {}

    private final Map<String, StaticFile> files;
    private final Supplier<TrackDirectory> directory;
    private final RequestObserver observer;

    /// @param files of the tracker by name
    /// @param directory the newest snapshot
    ScriptHandler(
            Map<String, StaticFile> files,
            Supplier<TrackDirectory> directory,
            RequestObserver observer) {
        this.files = Map.copyOf(files);
        this.directory = directory;
        this.observer = observer;
    }

    /// With the tracker that this program was built with; without one it serves nothing.
    public static ScriptHandler packaged(
            Supplier<TrackDirectory> directory, RequestObserver observer) {
        return new ScriptHandler(
                StaticFiles.packaged("META-INF/sojourn-sdk/", CORE + ".js"), directory, observer);
    }

    @Override
    public boolean handles(String path) {
        return find(path).isPresent();
    }

    private Optional<Script> find(String path) {
        if (!path.endsWith(".js")) {
            return Optional.empty();
        }
        Matcher official = OFFICIAL.matcher(path);
        if (official.matches()) {
            return script(official.group(1), "/js/w");
        }
        Matcher named = NAMED.matcher(path);
        return named.matches() && directory.get().named(named.group(1)).isPresent()
                ? script(named.group(2), "/{script}")
                : Optional.empty();
    }

    private Optional<Script> script(String part, String route) {
        String end = Objects.requireNonNullElse(part, "") + ".js";
        return Optional.ofNullable(files.get(CORE + end))
                .map(file -> new Script(file, route + end));
    }

    @Override
    public void handle(HttpServerRequest request, String path) {
        long begun = System.nanoTime();
        String method = request.method().name();
        Script script = find(path).orElseThrow();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        Reply.Whole reply = reads ? reply(request, script.file()) : refusal(method);
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.status() == 304) {
            response.end();
        } else {
            response.putHeader(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                    .putHeader(
                            HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.body().length));
            if (method.equals("HEAD")) {
                response.end();
            } else {
                response.end(Buffer.buffer(reply.body()));
            }
        }
        observer.answered(method, script.route(), reply.status(), System.nanoTime() - begun);
    }

    private static Reply.Whole reply(HttpServerRequest request, StaticFile file) {
        return file.reply(
                header(request, HttpHeaderNames.ACCEPT_ENCODING),
                header(request, HttpHeaderNames.IF_NONE_MATCH),
                CACHING,
                HEADERS);
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    private static Reply.Whole refusal(String method) {
        Reply.Whole reply =
                ProblemReply.of(
                        List.of(
                                Problem.of(
                                        Code.METHOD_NOT_ALLOWED,
                                        method + " is not possible here, only GET, HEAD")),
                        "");
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("Allow", "GET, HEAD");
        headers.put("Access-Control-Allow-Origin", "*");
        return new Reply.Whole(reply.status(), reply.contentType(), headers, reply.body());
    }
}
