package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Role;
import java.util.List;
import java.util.Optional;

/// The own account and its keys.
final class AccountApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String OLD_PASSWORD = "oldPassword";

    private final Accounts accounts;
    private final Administration administration;
    private final ApiKeys keys;
    private final SignIn signIn;

    AccountApi(Accounts accounts, Administration administration, ApiKeys keys, SignIn signIn) {
        this.accounts = accounts;
        this.administration = administration;
        this.keys = keys;
        this.signIn = signIn;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/account", Access.SIGNED_IN, this::show),
                Route.patch("/api/v1/account", Access.SIGNED_IN, this::change),
                Route.get("/api/v1/keys", Access.SIGNED_IN, this::listKeys),
                Route.post("/api/v1/keys", Access.SIGNED_IN, this::createKey),
                Route.delete("/api/v1/keys/{appId}", Access.SIGNED_IN, this::revokeKey));
    }

    private User own(Call call) {
        return accounts.user(call.caller().user())
                .orElseThrow(() -> new IllegalStateException("no user " + call.caller().user()));
    }

    private Reply show(Call call) {
        return Reply.json(AccountViews.account(own(call)));
    }

    /// Email and password are what one signs in with: changing them takes the password there is. A key cannot, or
    /// whoever finds one has the account.
    private Reply change(Call call) {
        SessionApi.requireSession(call);
        User user = own(call);
        Fields fields = Fields.of(call);
        Optional<String> name = fields.name("name");
        Optional<String> email = fields.email("email");
        Optional<String> password = fields.newPassword("password");
        Optional<String> old = fields.text(OLD_PASSWORD, Fields.PASSWORD_CHARS_MAX);
        boolean credentials = email.isPresent() || password.isPresent();
        if (credentials && old.isEmpty() && !user.passwordHash().isEmpty()) {
            fields.wrong(OLD_PASSWORD, "is needed to change email or password");
        }
        fields.check();
        if (credentials && !user.passwordHash().isEmpty()) {
            requirePassword(call, user, old.orElse(""));
        }
        User changed = name.map(user::named).orElse(user);
        changed = email.map(changed::withEmail).orElse(changed);
        if (password.isPresent()) {
            changed = changed.withPassword(Passwords.hash(password.get()), false);
        }
        User stored = accounts.change(changed);
        if (password.isPresent()) {
            accounts.endSessions(user.id(), call.caller().session());
        }
        return Reply.json(AccountViews.account(stored));
    }

    private void requirePassword(Call call, User user, String password) {
        switch (signIn.check(user.email(), password, call.origin().address())) {
            case SignIn.Outcome.SignedIn _ -> {}
            case SignIn.Outcome.Wrong _ ->
                    throw new ProblemException(Problem.invalid(OLD_PASSWORD, "is not right"));
            case SignIn.Outcome.Wait(var time) ->
                    throw new ProblemException(
                            Code.RATE_LIMITED,
                            "too many attempts, try again in %d seconds"
                                    .formatted(time.toSeconds() + 1));
        }
    }

    private Reply listKeys(Call call) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("keys");
        accounts.keys().stream()
                .filter(key -> key.user() == call.caller().user())
                .forEach(key -> list.add(AccountViews.key(key, keys.lastUsed(key))));
        return Reply.json(json);
    }

    /// A key makes no key that can do more than itself, nor one that outlives its limits.
    private Reply createKey(Call call) {
        Fields fields = Fields.of(call);
        String name = fields.required("name", Fields.NAME_CHARS_MAX);
        Role role = fields.requiredRole("role");
        Administration.NewKey wanted =
                new Administration.NewKey(
                        name.strip(), role, fields.project("project"), fields.time("expires"));
        fields.check();
        if (!call.caller().appId().isEmpty()) {
            requireNoMore(call, wanted);
        }
        if (wanted.project().isPresent() && call.caller().role(wanted.project().get()).isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            Code.UNKNOWN_PROJECT,
                            "project",
                            "there is no project " + wanted.project().get()));
        }
        Administration.MadeKey made = administration.createKey(call.caller().user(), wanted);
        ObjectNode json = AccountViews.key(made.key(), Optional.empty());
        return Reply.json(201, json.put("secret", made.secret()));
    }

    private void requireNoMore(Call call, Administration.NewKey wanted) {
        ApiKey own =
                accounts.key(call.caller().appId())
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Code.UNAUTHENTICATED, "this API key is revoked"));
        boolean otherProject = own.project().isPresent() && !own.project().equals(wanted.project());
        boolean longer =
                own.expires().isPresent()
                        && wanted.expires().filter(t -> !t.isAfter(own.expires().get())).isEmpty();
        if (!own.role().includes(wanted.role()) || otherProject || longer) {
            throw new ProblemException(
                    Code.FORBIDDEN, "a key makes no key that may do more than itself");
        }
    }

    /// Own ones; owners of the server revoke any.
    private Reply revokeKey(Call call) {
        String appId = call.path("appId");
        boolean own =
                accounts.key(appId)
                        .filter(
                                key ->
                                        key.user() == call.caller().user()
                                                || call.caller()
                                                        .rights()
                                                        .inServer()
                                                        .equals(Optional.of(Role.OWNER)))
                        .isPresent();
        if (!own || !accounts.revoke(appId)) {
            throw new ProblemException(Code.NOT_FOUND, "there is no key " + appId);
        }
        return Reply.empty();
    }
}
