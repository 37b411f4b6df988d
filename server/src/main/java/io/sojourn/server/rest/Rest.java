package io.sojourn.server.rest;

import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Route;

import java.util.List;

/// Woopra's REST API: `/rest/...` and `/rest/{version}/...`, every version answered by the same handlers.
public final class Rest {

    private Rest() {}

    public static List<Route> routes(Projects projects) {
        return new RestExports(projects).routes();
    }
}
