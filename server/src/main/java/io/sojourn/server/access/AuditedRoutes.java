package io.sojourn.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.access.Audit.Action;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Rights;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// What each route does that somebody may ask about later. A route that is not `GET` and stands in no list here does not
/// start: its author has to say whether it is recorded.
public final class AuditedRoutes {

    private static final String PROJECT = "/api/v1/projects/{project}";
    private static final JsonMapper JSON = new JsonMapper();

    private record Rule(Action action, List<String> details) {}

    /// By method and template; with the fields of the body that are kept as details, `*` = the names of all.
    private static final Map<String, Rule> RULES = rules();

    /// They record by themselves, or change nothing anybody would ask about.
    private static final Set<String> UNRECORDED =
            Set.of(
                    "POST /api/v1/session",
                    "POST /api/v1/invitations/{token}/accept",
                    "POST " + PROJECT + "/people/search",
                    "POST " + PROJECT + "/settings/excludes/try");

    private static final String QUESTIONS = "/api/v1/questions/";

    private static final Set<String> PREVIEWED =
            Set.of(
                    "POST " + PROJECT + "/people/{person}/merge",
                    "POST " + PROJECT + "/people/{person}/unmerge");

    /// Woopra's calls that change nothing.
    private static final Set<String> REST_READS =
            Set.of("search", "visits", "profile", "actions", "count", "list", "get");

    private AuditedRoutes() {}

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        String[][] lines = {
            {"DELETE /api/v1/session", "SIGN_OUT"},
            {"DELETE /api/v1/sessions", "SIGN_OUT_EVERYWHERE"},
            {"PATCH /api/v1/account", "ACCOUNT_CHANGED", "*"},
            {"POST /api/v1/keys", "KEY_CREATED", "name", "role", "project"},
            {"DELETE /api/v1/keys/{appId}", "KEY_REVOKED"},
            {"POST /api/v1/users", "USER_ADDED", "email", "owner", "project", "role"},
            {"PATCH /api/v1/users/{user}", "USER_CHANGED", "owner", "disabled"},
            {"POST /api/v1/users/{user}/password", "PASSWORD_RESET"},
            {"PUT " + PROJECT + "/members/{user}", "MEMBER_CHANGED", "role"},
            {"DELETE " + PROJECT + "/members/{user}", "MEMBER_REMOVED"},
            {"POST " + PROJECT + "/invitations", "INVITED", "email", "role"},
            {"DELETE " + PROJECT + "/invitations/{invitation}", "INVITATION_REVOKED"},
            {"POST /api/v1/projects", "PROJECT_CREATED", "domain"},
            {"PATCH " + PROJECT, "PROJECT_CHANGED", "name"},
            {"DELETE " + PROJECT, "PROJECT_DELETED"},
            {"POST " + PROJECT + "/domains", "PROJECT_CHANGED", "domain"},
            {"DELETE " + PROJECT + "/domains/{domain}", "PROJECT_CHANGED"},
            {"PUT " + PROJECT + "/settings", "SETTINGS_CHANGED", "*"},
            {"PATCH " + PROJECT + "/schema/events/{name}", "SCHEMA_CHANGED", "*"},
            {"PATCH " + PROJECT + "/schema/properties/{scope}/{name}", "SCHEMA_CHANGED", "*"},
            {"POST " + PROJECT + "/segments", "SEGMENT_CREATED", "name"},
            {"PATCH " + PROJECT + "/segments/{segment}", "SEGMENT_CHANGED", "*"},
            {"DELETE " + PROJECT + "/segments/{segment}", "SEGMENT_DELETED"},
            {"POST " + PROJECT + "/reports", "REPORT_CREATED", "name"},
            {"PATCH " + PROJECT + "/reports/{report}", "REPORT_CHANGED", "*"},
            {"DELETE " + PROJECT + "/reports/{report}", "REPORT_DELETED"},
            {"PATCH " + PROJECT + "/people/{person}", "PERSON_CHANGED"},
            {"DELETE " + PROJECT + "/people/{person}", "PERSON_DELETED"},
            {"POST " + PROJECT + "/people/{person}/merge", "MERGED", "other"},
            {"POST " + PROJECT + "/people/{person}/unmerge", "UNMERGED", "visitors"},
            {"GET " + PROJECT + "/people/{person}/export", "EXPORTED"},
            {"GET " + PROJECT + "/export/events", "EXPORTED"},
            {"GET " + PROJECT + "/export/people", "EXPORTED"},
            {"POST " + PROJECT + "/export/events", "EXPORTED"},
            {"POST " + PROJECT + "/export/people", "EXPORTED"},
            {"POST /api/v1/sql", "EXPORTED", "query"},
            {"POST " + PROJECT + "/import", "IMPORTED"},
            {"POST " + PROJECT + "/quarantine/replay", "REPLAYED", "ids"},
            {"DELETE " + PROJECT + "/quarantine/{entry}", "QUARANTINE_DELETED"},
            {"DELETE " + PROJECT + "/quarantine", "QUARANTINE_DELETED"},
            {"POST /api/v1/backup", "BACKED_UP", "folder"},
        };
        for (String[] line : lines) {
            rules.put(
                    line[0],
                    new Rule(Action.valueOf(line[1]), List.of(line).subList(2, line.length)));
        }
        return rules;
    }

    private static Optional<Rule> rule(Route route) {
        return Optional.ofNullable(RULES.get(route.method() + " " + route.template()))
                .or(() -> ofRest(route))
                .or(() -> ofQuestion(route));
    }

    /// Whoever takes away the people behind a number; pages of them are looked at like any list.
    private static Optional<Rule> ofQuestion(Route route) {
        return isOfPeople(route)
                ? Optional.of(new Rule(Action.EXPORTED, List.of("cell")))
                : Optional.empty();
    }

    private static boolean isOfPeople(Route route) {
        return route.template().startsWith(QUESTIONS) && route.template().endsWith("/people");
    }

    private static boolean isPage(Route route, Reply reply) {
        return isOfPeople(route) && reply instanceof Reply.Whole;
    }

    private static Optional<Rule> ofRest(Route route) {
        if (!route.template().startsWith("/rest/")) {
            return Optional.empty();
        }
        String path = route.template();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.contains("/export/") || path.endsWith("/logs/export") || path.endsWith("/sql")) {
            return Optional.of(new Rule(Action.EXPORTED, List.of()));
        }
        if (path.endsWith("/import")) {
            return Optional.of(new Rule(Action.IMPORTED, List.of()));
        }
        if (path.endsWith("/profile/edit")) {
            return Optional.of(new Rule(Action.PERSON_CHANGED, List.of()));
        }
        return REST_READS.contains(last) || !path.contains("/schemata/")
                ? Optional.empty()
                : Optional.of(new Rule(Action.SCHEMA_CHANGED, List.of()));
    }

    /// The same routes, each success of those in the list recorded.
    ///
    /// @throws IllegalStateException where a route that is not `GET` stands in no list
    public static List<Route> of(Collection<Route> routes, Audit audit) {
        List<Route> audited = new ArrayList<>();
        for (Route route : routes) {
            Optional<Rule> rule = rule(route);
            String name = route.method() + " " + route.template();
            boolean known =
                    route.method().equals("GET")
                            || route.template().startsWith("/rest/")
                            || route.template().startsWith(QUESTIONS)
                            || UNRECORDED.contains(name);
            if (rule.isEmpty() && !known) {
                throw new IllegalStateException("is " + name + " recorded in the audit log?");
            }
            audited.add(rule.map(known0 -> audited(route, known0, audit)).orElse(route));
        }
        return audited;
    }

    private static Route audited(Route route, Rule rule, Audit audit) {
        return new Route(
                route.method(),
                route.template(),
                route.access(),
                call -> {
                    Asked asked = new Asked(call.caller().rights(), new AtomicReference<>());
                    Reply reply = route.handler().handle(call.by(call.caller().with(asked)));
                    if (reply.status() < 400 && !isPreview(route, call) && !isPage(route, reply)) {
                        audit.record(
                                call,
                                rule.action(),
                                project(call).or(asked::project),
                                target(call),
                                details(call, rule.details()));
                    }
                    return reply;
                });
    }

    /// Whether it only asks what would come of it.
    private static boolean isPreview(Route route, Call call) {
        return PREVIEWED.contains(route.method() + " " + route.template())
                && body(call).path("preview").asBoolean(false);
    }

    /// Remembers the project that a handler asked about.
    private record Asked(Rights rights, AtomicReference<Optional<ProjectId>> last)
            implements Rights {
        @Override
        public Optional<Role> in(ProjectId project) {
            last.set(Optional.of(project));
            return rights.in(project);
        }

        @Override
        public Optional<Role> inServer() {
            return rights.inServer();
        }

        private Optional<ProjectId> project() {
            Optional<ProjectId> project = last.get();
            return project == null ? Optional.empty() : project;
        }
    }

    private static Optional<ProjectId> project(Call call) {
        return Optional.ofNullable(call.path().get("project"))
                .map(number -> new ProjectId(Integer.parseInt(number)));
    }

    /// What the path names, such as `person 7`; the way itself for what it does not name.
    private static String target(Call call) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(call.path())
                .forEach(
                        (name, value) -> {
                            if (!name.equals("project") && !name.equals("version")) {
                                parts.add(name + " " + value);
                            }
                        });
        return String.join(", ", parts);
    }

    private static String details(Call call, List<String> fields) {
        JsonNode body = fields.isEmpty() ? MissingNode.getInstance() : body(call);
        List<String> parts = new ArrayList<>();
        if (fields.equals(List.of("*"))) {
            body.fieldNames().forEachRemaining(parts::add);
        } else {
            for (String field : fields) {
                JsonNode value = body.path(field);
                if (!value.isMissingNode() && !value.isNull()) {
                    parts.add(field + " " + (value.isTextual() ? value.asText() : value));
                }
            }
        }
        return String.join(", ", parts);
    }

    private static JsonNode body(Call call) {
        try {
            return JSON.readTree(call.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
