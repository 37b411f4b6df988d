package io.sojourn.server.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The HTTP server: some event loops on one port. Tracking is answered on them, everything else by [Dispatcher].
public final class WebServer implements AutoCloseable {

    /// Longest request line. Above the configured limit of a URL, so that we answer and count what exceeds that;
    /// below it the server itself answers.
    static final int LINE_BYTES_MAX = 64 << 10;

    static final int HEADERS_BYTES_MAX = 64 << 10;

    /// Vert.x: a free port, the same one for all instances.
    private static final int FREE_PORT = -1;

    private static final int SWEEP_MILLIS = 1_000;

    /// @param host address to listen on
    /// @param port 0 = a free one
    /// @param eventLoops at least 1
    /// @param idleTimeout within which a connection's next request has to have arrived, headers whole
    /// @param requestTimeout within which a request's body has to have arrived
    /// @param tls empty = plain HTTP
    public record Options(
            String host,
            int port,
            int eventLoops,
            Duration idleTimeout,
            Duration requestTimeout,
            Optional<TlsFiles> tls) {

        public Options(
                String host,
                int port,
                int eventLoops,
                Duration idleTimeout,
                Duration requestTimeout) {
            this(host, port, eventLoops, idleTimeout, requestTimeout, Optional.empty());
        }
    }

    /// What a TLS server shows.
    ///
    /// @param fingerprint SHA-256 of the certificate, hex
    public record Shown(String fingerprint, Instant expires) {}

    private final Vertx vertx;
    private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int wantedPort;
    private final String host;
    private final List<CertificateWatch> certificate;
    private final List<Consumer<Shown>> listeners = new CopyOnWriteArrayList<>();

    private WebServer(Vertx vertx, Options options) {
        this.vertx = vertx;
        this.certificate =
                options.tls().stream()
                        .map(files -> new CertificateWatch(files, vertx, this::change))
                        .toList();
        this.host = options.host();
        this.wantedPort = options.port() == 0 ? FREE_PORT : options.port();
    }

    /// Listens on return.
    ///
    /// @param tracking asked before the routes, in this order
    /// @throws ProblemException when the address cannot be listened on
    public static WebServer start(
            Options options,
            Origins origins,
            List<EventLoopHandler> tracking,
            Dispatcher dispatcher) {
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(options.eventLoops())
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setClassPathResolvingEnabled(false)
                                                .setFileCachingEnabled(false)));
        WebServer server = create(vertx, options);
        try {
            server.deploy(options, origins, tracking, dispatcher);
            server.certificate.forEach(CertificateWatch::start);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            server.close(Duration.ZERO);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProblemException(
                    new Problem(
                            Code.CONFIGURATION,
                            "port",
                            "cannot listen on %s:%d: %s; stop what uses it or choose another with --port"
                                    .formatted(
                                            options.host(), options.port(), cause.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close(Duration.ZERO);
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private static WebServer create(Vertx vertx, Options options) {
        try {
            return new WebServer(vertx, options);
        } catch (RuntimeException e) {
            await(vertx.close(), 10_000);
            throw e;
        }
    }

    /// Connections that are open keep the certificate that they began with.
    private void change(Certificate changed) {
        servers.forEach(server -> await(server.updateSSLOptions(ssl(changed)), 10_000));
        listeners.forEach(listener -> listener.accept(shown(changed)));
    }

    private static ServerSSLOptions ssl(Certificate certificate) {
        return new ServerSSLOptions()
                .setKeyCertOptions(certificate.options())
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    }

    /// The certificate in use; empty without TLS.
    public Optional<Shown> shown() {
        return certificate.stream().map(CertificateWatch::current).map(WebServer::shown).findAny();
    }

    private static Shown shown(Certificate certificate) {
        return new Shown(certificate.fingerprint(), certificate.expires());
    }

    /// @param listener told of every certificate that replaces the one before
    public void onCertificate(Consumer<Shown> listener) {
        listeners.add(listener);
    }

    private void deploy(
            Options options,
            Origins origins,
            List<EventLoopHandler> tracking,
            Dispatcher dispatcher)
            throws ExecutionException, InterruptedException, TimeoutException {
        vertx.deployVerticle(
                        () -> new Loop(options, origins, tracking, dispatcher),
                        new DeploymentOptions().setInstances(options.eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    public int port() {
        return port.get();
    }

    public String url() {
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return (certificate.isEmpty() ? "http://" : "https://")
                + (shown.contains(":") ? "[" + shown + "]" : shown)
                + ":"
                + port();
    }

    /// Stops accepting, lets requests finish within the time given, then cuts what is left.
    public void close(Duration drain) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        certificate.forEach(CertificateWatch::close);
        long millis = Math.max(1, drain.toMillis());
        servers.stream()
                .map(server -> server.shutdown(millis, TimeUnit.MILLISECONDS))
                .toList()
                .forEach(closed -> await(closed, millis + 5_000));
        await(vertx.close(), 10_000);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    private static void await(Future<?> future, long millis) {
        try {
            future.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The process ends whatever the sockets do.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One event loop's share of the server.
    private final class Loop implements Deployable {
        private final Options options;
        private final Origins origins;
        private final List<EventLoopHandler> tracking;
        private final Dispatcher dispatcher;

        private Loop(
                Options options,
                Origins origins,
                List<EventLoopHandler> tracking,
                Dispatcher dispatcher) {
            this.options = options;
            this.origins = origins;
            this.tracking = tracking;
            this.dispatcher = dispatcher;
        }

        @Override
        public Future<?> deploy(Context context) {
            Connections connections =
                    new Connections(options.idleTimeout(), options.requestTimeout());
            context.owner()
                    .setPeriodic(SWEEP_MILLIS, timer -> connections.sweep(System.nanoTime()));
            HttpServer server = context.owner().createHttpServer(serverOptions());
            servers.add(server);
            return server.connectionHandler(connections::opened)
                    .invalidRequestHandler(this::refuseUnreadable)
                    .requestHandler(
                            request -> {
                                connections.requested(request);
                                route(request);
                            })
                    .listen(wantedPort, options.host())
                    .onSuccess(listening -> port.set(listening.actualPort()));
        }

        private HttpServerOptions serverOptions() {
            int idleSeconds = (int) Math.max(1, options.idleTimeout().toSeconds());
            HttpServerOptions http = new HttpServerOptions();
            certificate.forEach(watch -> secure(http, watch.current()));
            return http.setIdleTimeout(idleSeconds)
                    .setMaxInitialLineLength(LINE_BYTES_MAX)
                    .setMaxHeaderSize(HEADERS_BYTES_MAX)
                    .setMaxChunkSize(64 << 10)
                    .setTcpNoDelay(true)
                    .setAcceptBacklog(4096)
                    .setHandle100ContinueAutomatically(true)
                    .setCompressionSupported(false)
                    .setHttp2ClearTextEnabled(false)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false);
        }

        /// HTTP/1.1 only: an answer may have to end its connection.
        private void secure(HttpServerOptions http, Certificate certificate) {
            http.setSsl(true)
                    .setUseAlpn(false)
                    .setKeyCertOptions(certificate.options())
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        }

        private void route(HttpServerRequest request) {
            String sent = request.path();
            String path = sent == null ? "" : origins.below(sent);
            for (EventLoopHandler handler : tracking) {
                if (handler.handles(path)) {
                    handler.handle(request, path);
                    return;
                }
            }
            dispatcher.dispatch(request, path);
        }

        /// What Netty could not read as HTTP.
        private void refuseUnreadable(HttpServerRequest request) {
            Throwable cause = request.decoderResult().cause();
            switch (cause) {
                case TooLongHttpLineException _ ->
                        dispatcher.refuse(
                                request,
                                Problem.of(
                                        Code.URL_TOO_LONG,
                                        "the request line exceeds " + LINE_BYTES_MAX + " bytes"));
                case TooLongHttpHeaderException _ ->
                        dispatcher.refuse(
                                request,
                                Problem.of(
                                        Code.MALFORMED_BODY,
                                        "the headers exceed " + HEADERS_BYTES_MAX + " bytes"));
                case null, default ->
                        dispatcher.refuse(
                                request,
                                Problem.of(Code.MALFORMED_BODY, "this is no HTTP request"));
            }
        }
    }
}
