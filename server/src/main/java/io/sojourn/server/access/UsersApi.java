package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Role;
import java.util.List;
import java.util.Optional;

/// All accounts, for owners of the server.
final class UsersApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Accounts accounts;
    private final Administration administration;

    UsersApi(Accounts accounts, Administration administration) {
        this.accounts = accounts;
        this.administration = administration;
    }

    List<Route> routes() {
        Access owner = Access.server(Role.OWNER);
        return List.of(
                Route.get("/api/v1/users", owner, this::list),
                Route.post("/api/v1/users", owner, this::add),
                Route.patch("/api/v1/users/{user}", owner, this::change),
                Route.post("/api/v1/users/{user}/password", owner, this::resetPassword));
    }

    private Reply list(Call call) {
        ObjectNode json = JSON.objectNode();
        ArrayNode users = json.putArray("users");
        accounts.users().forEach(user -> users.add(AccountViews.user(user, accounts)));
        return Reply.json(json);
    }

    private Reply add(Call call) {
        Fields fields = Fields.of(call);
        Administration.Addition addition =
                new Administration.Addition(
                        fields.requiredEmail("email"),
                        fields.name("name").orElse(""),
                        fields.flag("owner").orElse(false),
                        fields.project("project"),
                        fields.role("role"));
        fields.check();
        Administration.Added added = administration.add(addition);
        ObjectNode json = JSON.objectNode();
        json.set("user", AccountViews.user(added.user(), accounts));
        return Reply.json(201, json.put("password", added.password()));
    }

    private User user(Call call) {
        String number = call.path("user");
        return accounts.users().stream()
                .filter(user -> Long.toString(user.id()).equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(Code.NOT_FOUND, "there is no user " + number));
    }

    /// Whoever is disabled is signed out, and the keys are worth nothing until that is undone.
    private Reply change(Call call) {
        User user = user(call);
        Fields fields = Fields.of(call);
        Optional<Boolean> owner = fields.flag("owner");
        Optional<Boolean> disabled = fields.flag("disabled");
        fields.check();
        User changed =
                accounts.change(
                        user.with(owner.orElse(user.owner()), disabled.orElse(user.disabled())));
        if (changed.disabled()) {
            accounts.endSessions(user.id(), 0);
        }
        return Reply.json(AccountViews.user(changed, accounts));
    }

    private Reply resetPassword(Call call) {
        return Reply.json(
                JSON.objectNode().put("password", administration.resetPassword(user(call))));
    }
}
