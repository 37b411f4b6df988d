package io.sojourn.server;

import io.sojourn.server.config.Config;
import io.sojourn.server.data.DataFolder;
import io.sojourn.server.health.Health;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.server.metrics.Metrics;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A running server: builds the graph of its parts, and takes it apart again in the opposite order.
public final class App implements AutoCloseable {
    private final Config config;
    private final Closing closing;
    private final WebServer web;
    private final Consumer<String> progress;

    private App(Config config, Closing closing, WebServer web, Consumer<String> progress) {
        this.config = config;
        this.closing = closing;
        this.web = web;
        this.progress = progress;
    }

    /// Serves on return.
    ///
    /// @param progress lines for the operator's terminal
    /// @throws io.sojourn.core.problem.ProblemException where the data folder or the port cannot be had
    public static App start(Config config, InstantSource clock, Consumer<String> progress) {
        Closing closing = new Closing();
        try {
            DataFolder data = closing.add("data folder", DataFolder.open(config.data(), clock));
            Metrics metrics = closing.add("metrics", new Metrics());
            Health health = new Health(List::of);
            Dispatcher dispatcher =
                    new Dispatcher(
                            new RouteTable(Routes.of(health, metrics)),
                            (appId, secret) -> Optional.empty(),
                            metrics,
                            config.http().bodyBytesMax(),
                            new SecureRandom());
            WebServer web = WebServer.start(webOptions(config), List.of(), dispatcher);
            data.announce(web.url());
            return new App(config, closing, web, progress);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static WebServer.Options webOptions(Config config) {
        return new WebServer.Options(
                config.host(),
                config.port(),
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
                config.http().idleTimeout(),
                config.http().requestTimeout());
    }

    public String url() {
        return web.url();
    }

    /// Stops accepting, finishes what is under way, closes.
    @Override
    public void close() {
        progress.accept("stopping: no new requests, finishing those under way");
        web.close(config.drainTimeout());
        closing.close();
    }
}
