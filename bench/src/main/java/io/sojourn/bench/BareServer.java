package io.sojourn.bench;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.EventLoopHandler;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.store.embedded.log.FileEventLog;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.log.EventLog;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The floor: the server's own HTTP and its log with group commit, and nothing else. A request is appended as it
/// came, and answered when it is durable; nobody reads it.
@Command(name = "bare", hidden = true, description = "HTTP and group commit, nothing behind.")
final class BareServer implements Callable<Integer> {

    @Option(names = "--data", required = true, description = "An empty folder.")
    private Path data = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        try (FileEventLog log =
                FileEventLog.open(
                        data, LogSettings.DEFAULT.withUnconfirmedBytesMax(Long.MAX_VALUE >> 1))) {
            Dispatcher nothing =
                    new Dispatcher(
                            Origins.DIRECT,
                            new RouteTable(List.of()),
                            (call, credentials) -> Caller.NOBODY,
                            (method, route, status, nanos) -> {},
                            1 << 20,
                            new SecureRandom());
            WebServer.Options options =
                    new WebServer.Options(
                            "127.0.0.1",
                            0,
                            Runtime.getRuntime().availableProcessors(),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(1));
            try (WebServer web =
                    WebServer.start(options, Origins.DIRECT, List.of(new Append(log)), nothing)) {
                System.out.println("listening on " + web.url() + ", bare");
                new CountDownLatch(1).await();
            }
        }
        return 0;
    }

    private record Append(EventLog log) implements EventLoopHandler {
        private static final ProjectId PROJECT = new ProjectId(1);

        @Override
        public boolean handles(String path) {
            return true;
        }

        @Override
        public void handle(HttpServerRequest request, String path) {
            Context context = Objects.requireNonNull(Vertx.currentContext());
            if (request.getHeader("Content-Length") == null) {
                String uri = Objects.requireNonNullElse(request.uri(), "");
                append(request, context, uri.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                request.body()
                        .onSuccess((Buffer body) -> append(request, context, body.getBytes()));
            }
        }

        private void append(HttpServerRequest request, Context context, byte[] payload) {
            log.append(
                    PROJECT,
                    System.currentTimeMillis(),
                    (byte) 1,
                    payload,
                    new EventLog.Listener() {
                        @Override
                        public void durable(long position) {
                            context.runOnContext(go -> request.response().end());
                        }

                        @Override
                        public void refused(Code code, String message) {
                            context.runOnContext(
                                    go -> request.response().setStatusCode(503).end(message));
                        }
                    });
        }
    }
}
