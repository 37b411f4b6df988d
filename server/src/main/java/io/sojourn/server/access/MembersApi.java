package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.catalog.Accounts.Membership;
import io.sojourn.store.catalog.Accounts.Session;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who may see a project. Nobody gives or takes a role that is above the own one.
final class MembersApi {

    static final Duration INVITATION_AGE_MAX = Duration.ofDays(7);
    private static final String PROJECT = "/api/v1/projects/{project}";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Accounts accounts;
    private final InstantSource clock;
    private final RandomGenerator random;

    MembersApi(Accounts accounts, InstantSource clock, RandomGenerator random) {
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    List<Route> routes() {
        Access admin = Access.project(Role.ADMIN);
        return List.of(
                Route.get(PROJECT + "/members", Access.project(Role.VIEWER), this::list),
                Route.put(PROJECT + "/members/{user}", admin, this::change),
                Route.delete(PROJECT + "/members/{user}", admin, this::remove),
                Route.post(PROJECT + "/invitations", admin, this::invite),
                Route.delete(PROJECT + "/invitations/{invitation}", admin, this::revoke));
    }

    private static ProjectId project(Call call) {
        return new ProjectId(Integer.parseInt(call.path("project")));
    }

    private static Role own(Call call) {
        return call.caller().role(project(call)).orElse(Role.VIEWER);
    }

    /// Owners of the server are members of every project. Invitations are for those who can take them back.
    private Reply list(Call call) {
        ProjectId project = project(call);
        List<Membership> members = new ArrayList<>(accounts.members(project));
        for (User user : accounts.users()) {
            if (user.owner() && !user.disabled()) {
                members.removeIf(member -> member.user() == user.id());
                members.add(new Membership(project, user.id(), Role.OWNER, user.created()));
            }
        }
        List<ObjectNode> views = new ArrayList<>();
        members.forEach(member -> view(member).ifPresent(views::add));
        views.sort(
                Comparator.comparing(
                        view ->
                                (view.path("name").asText() + view.path("email").asText())
                                        .toLowerCase(Locale.ROOT)));
        ObjectNode json = JSON.objectNode();
        json.putArray("members").addAll(views);
        ArrayNode invitations = json.putArray("invitations");
        if (own(call).includes(Role.ADMIN)) {
            accounts.invitations(project).stream()
                    .filter(each -> each.expires().isAfter(clock.instant()))
                    .forEach(each -> invitations.add(AccountViews.invitation(each, accounts)));
        }
        return Reply.json(json);
    }

    private Optional<ObjectNode> view(Membership member) {
        return accounts.user(member.user()).map(user -> view(member, user));
    }

    private ObjectNode view(Membership member, User user) {
        ObjectNode json =
                JSON.objectNode()
                        .put("user", Long.toString(user.id()))
                        .put("email", user.email())
                        .put("name", user.name())
                        .put("role", member.role().word())
                        .put("since", member.since().toEpochMilli());
        Optional<Instant> seen =
                accounts.sessions(user.id()).stream()
                        .map(Session::lastSeen)
                        .max(Comparator.naturalOrder())
                        .or(user::lastSignIn);
        if (seen.isPresent()) {
            json.put("lastSeen", seen.get().toEpochMilli());
        } else {
            json.putNull("lastSeen");
        }
        return json;
    }

    private Membership member(Call call) {
        String number = call.path("user");
        return accounts.members(project(call)).stream()
                .filter(member -> Long.toString(member.user()).equals(number))
                .findFirst()
                .orElseThrow(() -> notThere(call, number));
    }

    private ProblemException notThere(Call call, String number) {
        boolean ownsServer =
                accounts.users().stream()
                        .anyMatch(user -> user.owner() && Long.toString(user.id()).equals(number));
        return ownsServer
                ? new ProblemException(
                        Code.CONFLICT, "owners of the server are members of every project")
                : new ProblemException(
                        Code.NOT_FOUND,
                        "project %s has no member %s".formatted(call.path("project"), number));
    }

    private static void requireNotAbove(Call call, Role role) {
        if (!own(call).includes(role)) {
            throw new ProblemException(
                    Code.FORBIDDEN,
                    "this needs the role %s in the project, not %s"
                            .formatted(role.word(), own(call).word()));
        }
    }

    private Reply change(Call call) {
        Membership member = member(call);
        Fields fields = Fields.of(call);
        Role role = fields.requiredRole("role");
        fields.check();
        requireNotAbove(call, role);
        requireNotAbove(call, member.role());
        accounts.setRole(project(call), member.user(), role);
        return Reply.json(view(member(call)).orElseThrow());
    }

    private Reply remove(Call call) {
        Membership member = member(call);
        requireNotAbove(call, member.role());
        accounts.removeMember(project(call), member.user());
        return Reply.empty();
    }

    private Reply invite(Call call) {
        ProjectId project = project(call);
        Fields fields = Fields.of(call);
        String email = fields.requiredEmail("email").toLowerCase(Locale.ROOT);
        Role role = fields.requiredRole("role");
        fields.check();
        requireNotAbove(call, role);
        Optional<User> known = accounts.userByEmail(email);
        boolean member =
                known.isPresent()
                        && accounts.members(project).stream()
                                .anyMatch(
                                        each ->
                                                each.user() == known.get().id()
                                                        && each.role().includes(role));
        if (member || known.filter(User::owner).isPresent()) {
            throw new ProblemException(
                    new Problem(Code.CONFLICT, "email", "is a member with that role already"));
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        String token = Tokens.random(random);
        Invitation invitation =
                accounts.create(
                        new Invitation(
                                0,
                                Tokens.hash(token),
                                email,
                                project,
                                role,
                                call.caller().user(),
                                now,
                                now.plus(INVITATION_AGE_MAX)));
        ObjectNode json = JSON.objectNode();
        json.set("invitation", AccountViews.invitation(invitation, accounts));
        json.put("link", call.origin().url("/invitations/" + token));
        return Reply.json(201, json);
    }

    private Reply revoke(Call call) {
        String number = call.path("invitation");
        Optional<Invitation> known =
                accounts.invitations(project(call)).stream()
                        .filter(each -> Long.toString(each.id()).equals(number))
                        .findFirst();
        known.ifPresent(each -> requireNotAbove(call, each.role()));
        if (known.isEmpty() || !accounts.revoke(project(call), known.get().id())) {
            throw new ProblemException(
                    Code.NOT_FOUND,
                    "project %s has no open invitation %s".formatted(call.path("project"), number));
        }
        return Reply.empty();
    }
}
