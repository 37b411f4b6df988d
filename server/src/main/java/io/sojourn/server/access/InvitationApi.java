package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.access.Audit.Action;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.catalog.Accounts.NewUser;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Catalog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What somebody does who was sent the link of an invitation: the token in it is all that is asked, and for an account
/// that exists its password.
final class InvitationApi {

    private final Catalog catalog;
    private final Accounts accounts;
    private final SignIn signIn;
    private final SessionApi sessions;
    private final Audit audit;
    private final InstantSource clock;

    InvitationApi(
            Catalog catalog, SignIn signIn, SessionApi sessions, Audit audit, InstantSource clock) {
        this.catalog = catalog;
        this.accounts = catalog.accounts();
        this.signIn = signIn;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/invitations/{token}", Access.PUBLIC, this::show),
                Route.post("/api/v1/invitations/{token}/accept", Access.PUBLIC, this::accept));
    }

    private static ProblemException gone() {
        return new ProblemException(
                Code.NOT_FOUND, "this invitation was used, taken back or is too old");
    }

    private Invitation invitation(Call call) {
        return accounts.invitation(Tokens.hash(call.path("token")))
                .filter(each -> each.expires().isAfter(clock.instant()))
                .orElseThrow(InvitationApi::gone);
    }

    private Reply show(Call call) {
        Invitation invitation = invitation(call);
        Catalog.Project project =
                catalog.projects().stream()
                        .filter(each -> each.id().equals(invitation.project()))
                        .findFirst()
                        .orElseThrow(InvitationApi::gone);
        return Reply.json(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("email", invitation.email())
                        .put("project", project.name())
                        .put("domain", project.domains().getFirst())
                        .put("role", invitation.role().word())
                        .put("expires", invitation.expires().toEpochMilli())
                        .put("known", accounts.userByEmail(invitation.email()).isPresent()));
    }

    private Reply accept(Call call) {
        Invitation invitation = invitation(call);
        Optional<User> known = accounts.userByEmail(invitation.email());
        Fields fields = Fields.of(call);
        Optional<String> name = fields.name("name");
        String password =
                known.isPresent()
                        ? fields.required("password", Fields.PASSWORD_CHARS_MAX)
                        : fields.newPassword("password").orElse("");
        if (known.isEmpty() && password.isEmpty()) {
            fields.required("password", Fields.PASSWORD_CHARS_MAX);
        }
        fields.check();
        boolean signedIn = known.filter(user -> user.id() == call.caller().user()).isPresent();
        if (known.isPresent() && !signedIn) {
            SignIn.Outcome outcome =
                    signIn.check(known.get().email(), password, call.origin().address());
            if (outcome instanceof SignIn.Outcome.Wait(var time)) {
                return ProblemReply.retry(
                        Problem.of(Code.RATE_LIMITED, "too many attempts, try again later"),
                        call.requestId(),
                        time.toSeconds() + 1);
            }
            if (outcome instanceof SignIn.Outcome.Wrong) {
                throw new ProblemException(Problem.invalid("password", "is not right"));
            }
        }
        User user =
                known.orElseGet(
                        () ->
                                accounts.create(
                                        new NewUser(
                                                invitation.email(),
                                                name.orElse(""),
                                                Passwords.hash(password),
                                                false,
                                                false,
                                                "")));
        if (!accounts.accept(invitation, user.id())) {
            throw gone();
        }
        audit.record(
                call,
                user.id(),
                Action.INVITATION_ACCEPTED,
                Optional.of(invitation.project()),
                user.email(),
                "role " + invitation.role().word());
        return sessions.signedIn(call, user, "invitation");
    }
}
