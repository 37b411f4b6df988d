package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import io.sojourn.store.catalog.Role;
import java.util.List;
import java.util.Optional;

/// Who did what, in a project and in the server.
final class AuditApi {

    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;

    private final Accounts accounts;

    AuditApi(Accounts accounts) {
        this.accounts = accounts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/projects/{project}/audit",
                        Access.project(Role.ADMIN),
                        call ->
                                list(
                                        call,
                                        Optional.of(
                                                new ProjectId(
                                                        Integer.parseInt(call.path("project")))))),
                Route.get(
                        "/api/v1/audit",
                        Access.server(Role.OWNER),
                        call -> list(call, Optional.empty())));
    }

    private Reply list(Call call, Optional<ProjectId> project) {
        int limit = (int) number(call, "limit", LIMIT, LIMIT_MAX);
        long before = number(call, "cursor", Long.MAX_VALUE, Long.MAX_VALUE);
        List<AuditEntry> entries =
                accounts.audit(project, call.query("action").orElse(""), before, limit + 1);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("entries");
        entries.stream()
                .limit(limit)
                .forEach(entry -> list.add(AccountViews.entry(entry, accounts)));
        if (entries.size() > limit) {
            json.put("next", Long.toString(entries.get(limit - 1).id()));
        } else {
            json.putNull("next");
        }
        return Reply.json(json);
    }

    private static long number(Call call, String name, long otherwise, long max) {
        String text = call.query(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new ProblemException(
                Problem.invalid(
                        name,
                        name.equals("cursor")
                                ? "takes what an earlier answer gave as next, got " + text
                                : "takes a whole number from 1 to %d, got %s"
                                        .formatted(max, text)));
    }
}
