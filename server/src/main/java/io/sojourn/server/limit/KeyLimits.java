package io.sojourn.server.limit;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Handler;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.RateLimit;
import java.time.InstantSource;
import java.util.List;

/// Holds the calls that API keys make of a project to the limits that its settings name. Who is signed in with a browser
/// is not limited, nor is who brings a history.
public final class KeyLimits {

    private final Catalog catalog;
    private final RateLimits counts;

    public KeyLimits(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.counts = new RateLimits(clock);
    }

    /// The same routes, each call of a project's counted. Where a request names its project otherwise than in its path, the
    /// handler counts it with [#take].
    public List<Route> guard(List<Route> routes) {
        return routes.stream().map(this::guarded).toList();
    }

    private Route guarded(Route route) {
        boolean ofPath = route.access() instanceof Access.OfProject;
        if ((!ofPath && !(route.access() instanceof Access.OfNamed))
                || route.template().endsWith("/import")) {
            return route;
        }
        Handler handler = route.handler();
        return new Route(
                route.method(),
                route.template(),
                route.access(),
                call -> {
                    try {
                        if (ofPath) {
                            take(
                                    call.caller(),
                                    new ProjectId(Integer.parseInt(call.path("project"))));
                        }
                        return handler.handle(call);
                    } catch (TooManyCalls e) {
                        return ProblemReply.retry(e.problem(), call.requestId(), e.seconds());
                    }
                });
    }

    /// Counts a call of somebody who may make it, in a handler that [#guard] was given. Does not return where there were too
    /// many; then the guard answers.
    public void take(Caller caller, ProjectId project) {
        if (caller.appId().isEmpty()) {
            return;
        }
        RateLimit limit = limit(project);
        long seconds = counts.take(project, caller.appId(), limit);
        if (seconds > 0) {
            throw new TooManyCalls(
                    "this key may call the project %s, again in %d s"
                            .formatted(said(limit), seconds),
                    seconds);
        }
    }

    private RateLimit limit(ProjectId id) {
        return catalog.projects().stream()
                .filter(project -> project.id().equals(id))
                .findFirst()
                .map(project -> project.tracking().rateLimit())
                .orElse(RateLimit.OFF);
    }

    private static String said(RateLimit limit) {
        StringBuilder said = new StringBuilder();
        append(said, limit.perMinute(), "minute");
        append(said, limit.perHour(), "hour");
        append(said, limit.perDay(), "day");
        return said.toString();
    }

    private static void append(StringBuilder said, int calls, String span) {
        if (calls > 0) {
            said.append(said.isEmpty() ? "" : ", ").append(calls).append(" times a ").append(span);
        }
    }
}
