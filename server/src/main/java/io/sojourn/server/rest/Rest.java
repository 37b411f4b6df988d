package io.sojourn.server.rest;

import io.sojourn.ingest.Ingest;
import io.sojourn.server.api.Projects;
import io.sojourn.server.export.Turns;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Handler;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.imports.ImportAnswer;
import io.sojourn.server.imports.ImportIntake;
import io.sojourn.server.limit.KeyLimits;
import io.sojourn.server.question.Questions;
import io.sojourn.store.catalog.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Woopra's REST API: `/rest/...` and `/rest/{version}/...`, every version answered by the same handlers, by GET or POST.
public final class Rest {

    private final List<Route> routes = new ArrayList<>();

    private Rest() {}

    public static List<Route> routes(
            Projects projects,
            KeyLimits limits,
            Turns turns,
            Questions questions,
            Ingest ingest,
            ImportIntake intake,
            ImportAnswer.Counters counters,
            InstantSource clock) {
        RestProjects named = new RestProjects(projects, limits);
        RestQuestions asking = new RestQuestions(questions, clock);
        SearchCalls search = new SearchCalls(named, asking, clock);
        ProfileCalls profile = new ProfileCalls(named, ingest, clock);
        OnlineCalls online = new OnlineCalls(named, clock);
        RestExports exports = new RestExports(named, asking, turns);
        LogExport log = new LogExport(named, turns, clock);
        LogImport imports = new LogImport(named, intake, counters, clock);
        Rest rest = new Rest();
        rest.add("search", Role.VIEWER, search::search);
        rest.add("search/visits", Role.VIEWER, search::visits);
        rest.add("profile", Role.VIEWER, profile::profile);
        rest.add("profile/visits", Role.VIEWER, profile::visits);
        rest.add("profile/actions", Role.VIEWER, profile::actions);
        rest.add("profile/edit", Role.ADMIN, profile::edit);
        rest.add("online/count", Role.VIEWER, online::count);
        rest.add("online/list", Role.VIEWER, online::list);
        SchemataCalls schemata = new SchemataCalls(named, ingest);
        rest.add("schemata/get", Role.VIEWER, schemata::get);
        rest.add("schemata/action/add", Role.ADMIN, schemata::addAction);
        rest.add("schemata/action/delete", Role.ADMIN, schemata::deleteAction);
        rest.add("schemata/visitor/add", Role.ADMIN, schemata::addVisitor);
        rest.add("schemata/visitor/delete", Role.ADMIN, schemata::deleteVisitor);
        FunnelCalls funnel = new FunnelCalls(named, asking);
        rest.add("funnel", Role.VIEWER, funnel::funnel);
        rest.add("funnels", Role.VIEWER, funnel::funnel);
        ReportCalls report = new ReportCalls(named, asking);
        rest.add("report", Role.VIEWER, report::report);
        rest.add("trends", Role.VIEWER, report::trends);
        rest.add("userdata/list", Role.VIEWER, new LabelCalls(named)::list);
        rest.add("sql", Role.ANALYST, new SqlCalls(named)::sql);
        rest.both("export/people", Role.ANALYST, exports::people);
        rest.both("export/events", Role.ANALYST, exports::events);
        rest.both("logs/export", Role.ANALYST, log::give);
        for (String version : List.of("", "/{version}")) {
            String path = "/rest" + version + "/logs/import";
            rest.routes.add(Route.put(path, Access.named(Role.ADMIN), imports::take));
            rest.routes.add(Route.post(path, Access.named(Role.ADMIN), imports::take));
            rest.routes.add(
                    Route.post(
                            "/rest" + version + "/import",
                            Access.named(Role.ADMIN),
                            imports::take));
        }
        return rest.routes;
    }

    /// Answers a call whose fields were read.
    @FunctionalInterface
    private interface Answer {
        Reply to(Call call, RestRequest request) throws Exception;
    }

    private void add(String endpoint, Role role, Answer answer) {
        both(endpoint, role, call -> answer.to(call, RestRequest.of(call)));
    }

    private void both(String endpoint, Role role, Handler handler) {
        for (String version : List.of("", "/{version}")) {
            String path = "/rest" + version + "/" + endpoint;
            routes.add(Route.get(path, Access.named(role), handler));
            routes.add(Route.post(path, Access.named(role), handler));
        }
    }
}
