package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.access.Audit.Action;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.User;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Signing in and out, and who is signed in.
public final class SessionApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignIn signIn;
    private final Audit audit;
    private final InstantSource clock;
    private final Function<Caller, ArrayNode> projects;
    private final String provider;

    /// @param projects those that a caller may see
    /// @param provider name of the OpenID provider that one can sign in with, empty = none
    public SessionApi(
            Accounts accounts,
            Sessions sessions,
            SignIn signIn,
            Audit audit,
            InstantSource clock,
            Function<Caller, ArrayNode> projects,
            String provider) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.signIn = signIn;
        this.audit = audit;
        this.clock = clock;
        this.projects = projects;
        this.provider = provider;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/session", Access.PUBLIC, this::show),
                Route.post("/api/v1/session", Access.PUBLIC, this::begin),
                Route.delete("/api/v1/session", Access.SIGNED_IN, this::end),
                Route.get("/api/v1/sessions", Access.SIGNED_IN, this::list),
                Route.delete("/api/v1/sessions", Access.SIGNED_IN, this::endAll));
    }

    private Reply show(Call call) {
        String token = call.caller().session() == 0 ? "" : call.cookie(Sessions.COOKIE).orElse("");
        return Reply.json(view(call.caller(), token));
    }

    private ObjectNode view(Caller caller, String token) {
        ObjectNode json = JSON.objectNode();
        Optional<User> user = accounts.user(caller.user());
        if (user.isPresent()) {
            json.set("user", AccountViews.account(user.get()));
        } else {
            json.putNull("user");
        }
        json.put("csrf", token.isEmpty() ? null : Sessions.csrf(token));
        json.set("projects", caller.isNobody() ? JSON.arrayNode() : projects.apply(caller));
        json.put("oidc", provider.isEmpty() ? null : provider);
        String version = SessionApi.class.getPackage().getImplementationVersion();
        json.put("version", version == null ? "development" : version);
        return json;
    }

    private Reply begin(Call call) {
        Fields fields = Fields.of(call);
        String email = fields.required("email", Fields.NAME_CHARS_MAX * 2);
        String password = fields.required("password", Fields.PASSWORD_CHARS_MAX);
        fields.check();
        return switch (signIn.check(email, password, call.origin().address())) {
            case SignIn.Outcome.SignedIn(User user) -> signedIn(call, user, "password");
            case SignIn.Outcome.Wrong(Optional<User> known) -> {
                audit.record(
                        call,
                        known.map(User::id).orElse(0L),
                        Action.SIGN_IN_FAILED,
                        Optional.empty(),
                        email,
                        "");
                throw new ProblemException(Code.UNAUTHENTICATED, "email or password is not right");
            }
            case SignIn.Outcome.Wait(var time) ->
                    ProblemReply.retry(
                            Problem.of(
                                    Code.RATE_LIMITED,
                                    "too many attempts, try again in %d seconds"
                                            .formatted(time.toSeconds() + 1)),
                            call.requestId(),
                            time.toSeconds() + 1);
        };
    }

    /// Begins a session and answers it with its cookie. The session of an older cookie ends.
    ///
    /// @param how such as `password`
    Reply signedIn(Call call, User user, String how) {
        Sessions.Begun begun = begin(call, user, how);
        byte[] body =
                view(sessions.caller(begun.session()), begun.token())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        return new Reply.Whole(
                200,
                Reply.JSON,
                Map.of("Set-Cookie", Sessions.cookie(call.origin(), begun.token())),
                body);
    }

    /// Begins a session.
    ///
    /// @return the cookie to set
    public String cookie(Call call, User user, String how) {
        return Sessions.cookie(call.origin(), begin(call, user, how).token());
    }

    private Sessions.Begun begin(Call call, User user, String how) {
        call.cookie(Sessions.COOKIE)
                .flatMap(sessions::find)
                .ifPresent(old -> accounts.endSession(old.id()));
        Sessions.Begun begun = sessions.begin(user.id(), call);
        accounts.user(user.id())
                .ifPresent(current -> accounts.change(current.signedIn(clock.instant())));
        audit.record(call, user.id(), Action.SIGN_IN, Optional.empty(), user.email(), how);
        return begun;
    }

    /// @throws ProblemException where the caller came with an API key
    static void requireSession(Call call) {
        if (call.caller().session() == 0) {
            throw new ProblemException(Code.FORBIDDEN, "sign in for this, a key is not enough");
        }
    }

    private Reply end(Call call) {
        requireSession(call);
        accounts.endSession(call.caller().session());
        return ended(call);
    }

    private Reply endAll(Call call) {
        requireSession(call);
        accounts.endSessions(call.caller().user(), 0);
        return ended(call);
    }

    private static Reply ended(Call call) {
        return new Reply.Whole(
                204, "", Map.of("Set-Cookie", Sessions.endedCookie(call.origin())), new byte[0]);
    }

    private Reply list(Call call) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("sessions");
        accounts.sessions(call.caller().user()).stream()
                .filter(session -> session.expires().isAfter(clock.instant()))
                .forEach(
                        session ->
                                list.add(AccountViews.session(session, call.caller().session())));
        return Reply.json(json);
    }
}
