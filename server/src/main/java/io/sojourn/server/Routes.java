package io.sojourn.server;

import static io.sojourn.server.http.Access.KEY;
import static io.sojourn.server.http.Access.PUBLIC;
import static io.sojourn.server.http.Route.get;

import io.sojourn.server.health.Health;
import io.sojourn.server.http.Route;
import io.sojourn.server.metrics.Metrics;
import java.util.List;

/// Every route of the server, one a line, except the tracking API, which answers on the event loop.
final class Routes {

    private Routes() {}

    static List<Route> of(Health health, Metrics metrics) {
        return List.of(
                get("/health/live", PUBLIC, health::live),
                get("/health/ready", PUBLIC, health::ready),
                get("/metrics", KEY, metrics::scrape));
    }
}
