package io.sojourn.server;

import static io.sojourn.server.http.Access.PUBLIC;
import static io.sojourn.server.http.Route.get;

import io.sojourn.server.health.Health;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Route;
import io.sojourn.server.metrics.Metrics;
import io.sojourn.store.catalog.Role;
import java.util.ArrayList;
import java.util.List;

/// Every route of the server, except the tracking API, which answers on the event loop. Those of projects are
/// lines of the parts of [io.sojourn.server.api.Api].
final class Routes {

    private Routes() {}

    static List<Route> of(
            List<Route> contract,
            Health health,
            Metrics metrics,
            List<Route> api,
            List<Route> rest,
            List<Route> exports,
            List<Route> questions,
            List<Route> imports,
            List<Route> backup,
            List<Route> live,
            List<Route> access,
            List<Route> oidc,
            List<Route> dashboard) {
        List<Route> routes = new ArrayList<>(api);
        routes.addAll(rest);
        routes.addAll(exports);
        routes.addAll(questions);
        routes.addAll(contract);
        routes.addAll(imports);
        routes.addAll(backup);
        routes.addAll(live);
        routes.addAll(access);
        routes.addAll(oidc);
        routes.addAll(dashboard);
        routes.addAll(
                List.of(
                        get("/health/live", PUBLIC, health::live),
                        get("/health/ready", PUBLIC, health::ready),
                        get("/metrics", Access.server(Role.VIEWER), metrics::scrape)));
        return routes;
    }
}
