package io.sojourn.store.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.catalog.Accounts.Membership;
import io.sojourn.store.catalog.Accounts.NewUser;
import io.sojourn.store.catalog.Accounts.Session;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.text.HostileStrings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Accounts] does, before and after a restart.
public abstract class AccountsContract {

    private static final Instant T0 = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final ProjectId SHOP = new ProjectId(1);
    private static final ProjectId BLOG = new ProjectId(2);

    protected abstract Catalog open();

    protected abstract Catalog reopen(Catalog running);

    private Catalog catalog = new InMemoryCatalog();

    @BeforeEach
    void begin() {
        catalog = open();
        catalog.createProject("shop.example");
        catalog.createProject("blog.example");
    }

    @AfterEach
    void end() {
        catalog.close();
    }

    private Accounts accounts() {
        return catalog.accounts();
    }

    private void restart() {
        catalog = reopen(catalog);
    }

    private User user(String email, boolean owner) {
        return accounts().create(new NewUser(email, "", "$hash$", owner, false, ""));
    }

    private static void assertConflict(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problems().getFirst().code()).isEqualTo(Code.CONFLICT);
                            assertThat(e).hasMessageContaining(message);
                        });
    }

    @Test
    void usersAreKept() {
        User owner =
                accounts()
                        .create(new NewUser(" Ann@Shop.Example ", "Ann", "$h$", true, true, "i s"));
        assertThat(owner.email()).isEqualTo("ann@shop.example");
        assertConflict(() -> user("ANN@shop.example", false), "there is a user with it");
        User changed =
                accounts()
                        .change(
                                owner.named("Anna")
                                        .withEmail("Anna@shop.example")
                                        .withPassword("$new$", false)
                                        .signedIn(T0));
        restart();
        assertThat(accounts().users()).containsExactly(changed);
        assertThat(accounts().user(owner.id())).contains(changed);
        assertThat(accounts().userByEmail("ANNA@shop.example")).contains(changed);
        assertThat(accounts().userByEmail("ann@shop.example")).isEmpty();
        assertThat(changed.mustSetUp()).isFalse();
        assertThat(changed.lastSignIn()).contains(T0);
        assertThat(changed.subject()).isEqualTo("i s");
    }

    @Test
    void anEmailOfAnotherIsNotTaken() {
        user("a@x.example", true);
        User other = user("b@x.example", false);
        assertConflict(
                () -> accounts().change(other.withEmail("A@x.example")), "there is a user with it");
        assertThat(accounts().user(other.id()).orElseThrow().email()).isEqualTo("b@x.example");
    }

    @Test
    void theLastOwnerOfTheServerStays() {
        User ann = user("ann@x.example", true);
        User bob = user("bob@x.example", true);
        accounts().change(bob.with(true, true));
        assertConflict(() -> accounts().change(ann.with(false, false)), "last owner");
        assertConflict(() -> accounts().change(ann.with(true, true)), "last owner");
        accounts().change(bob.with(true, false));
        accounts().change(ann.with(false, false));
        assertThat(accounts().user(ann.id()).orElseThrow().owner()).isFalse();
    }

    @Test
    void rolesAreKeptPerProject() {
        User ann = user("ann@x.example", true);
        User bob = user("bob@x.example", false);
        accounts().setRole(SHOP, ann.id(), Role.OWNER);
        accounts().setRole(SHOP, bob.id(), Role.VIEWER);
        accounts().setRole(BLOG, bob.id(), Role.OWNER);
        accounts().setRole(SHOP, bob.id(), Role.ADMIN);
        restart();
        assertThat(accounts().memberships(bob.id()))
                .extracting(Membership::project, Membership::role)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(SHOP, Role.ADMIN),
                        org.assertj.core.groups.Tuple.tuple(BLOG, Role.OWNER));
        assertThat(accounts().members(SHOP))
                .extracting(Membership::user)
                .containsExactly(ann.id(), bob.id());
        accounts().removeMember(SHOP, bob.id());
        restart();
        assertThat(accounts().members(SHOP)).hasSize(1);
    }

    @Test
    void theLastOwnerOfAProjectStays() {
        User ann = user("ann@x.example", true);
        User bob = user("bob@x.example", false);
        accounts().setRole(SHOP, ann.id(), Role.OWNER);
        assertConflict(() -> accounts().setRole(SHOP, ann.id(), Role.ADMIN), "last owner");
        assertConflict(() -> accounts().removeMember(SHOP, ann.id()), "last owner");
        accounts().setRole(SHOP, bob.id(), Role.OWNER);
        accounts().removeMember(SHOP, ann.id());
        assertThat(accounts().members(SHOP)).extracting(Membership::user).containsExactly(bob.id());
    }

    private static ApiKey key(String appId, long user, Optional<ProjectId> project) {
        return new ApiKey(
                appId,
                "ab12",
                user,
                "first",
                Role.ANALYST,
                project,
                T0,
                Optional.of(T0.plusSeconds(60)),
                Optional.empty());
    }

    @Test
    void keysAreKeptUntilRevoked() {
        User ann = user("ann@x.example", true);
        ApiKey one = key("app1", ann.id(), Optional.of(SHOP));
        accounts().create(one);
        accounts().create(key("app2", ann.id(), Optional.empty()));
        restart();
        assertThat(accounts().key("app1")).contains(one);
        accounts().keyUsed("app1", T0.plusSeconds(5));
        restart();
        assertThat(accounts().key("app1").orElseThrow().lastUsed()).contains(T0.plusSeconds(5));
        assertThat(accounts().revoke("app1")).isTrue();
        assertThat(accounts().revoke("app1")).isFalse();
        restart();
        assertThat(accounts().key("app1")).isEmpty();
        assertThat(accounts().keys()).extracting(ApiKey::appId).containsExactly("app2");
    }

    private static Session session(String hash, long user) {
        return new Session(
                0, hash, user, T0, T0, T0.plusSeconds(100), "192.0.2.1", "Firefox \0 \\ 1");
    }

    @Test
    void sessionsAreKeptUntilTheyEnd() {
        User ann = user("ann@x.example", true);
        Session one = accounts().create(session("h1", ann.id()));
        Session two = accounts().create(session("h2", ann.id()));
        Session three = accounts().create(session("h3", ann.id()));
        accounts().sessionSeen(one.id(), T0.plusSeconds(9), T0.plusSeconds(900));
        restart();
        assertThat(accounts().session("h2")).contains(two);
        assertThat(accounts().session("h1").orElseThrow().lastSeen()).isEqualTo(T0.plusSeconds(9));
        assertThat(accounts().sessions(ann.id()))
                .extracting(Session::id)
                .containsExactly(three.id(), two.id(), one.id());
        accounts().expire(T0.plusSeconds(101));
        assertThat(accounts().sessions(ann.id())).extracting(Session::id).containsExactly(one.id());
        Session four = accounts().create(session("h4", ann.id()));
        accounts().endSessions(ann.id(), four.id());
        restart();
        assertThat(accounts().sessions(ann.id())).containsExactly(four);
        accounts().endSession(four.id());
        restart();
        assertThat(accounts().session("h4")).isEmpty();
    }

    private Invitation invite(long inviter, Role role, String hash) {
        return accounts()
                .create(
                        new Invitation(
                                0,
                                hash,
                                "new@x.example",
                                SHOP,
                                role,
                                inviter,
                                T0,
                                T0.plusSeconds(100)));
    }

    @Test
    void anInvitationIsAcceptedOnce() {
        User ann = user("ann@x.example", true);
        User bob = user("bob@x.example", false);
        Invitation invitation = invite(ann.id(), Role.ANALYST, "h1");
        restart();
        assertThat(accounts().invitation("h1")).contains(invitation);
        assertThat(accounts().invitations(SHOP)).containsExactly(invitation);
        assertThat(accounts().invitations(BLOG)).isEmpty();
        assertThat(accounts().accept(invitation, bob.id())).isTrue();
        assertThat(accounts().accept(invitation, bob.id())).isFalse();
        assertThat(accounts().invitation("h1")).isEmpty();
        assertThat(accounts().members(SHOP))
                .extracting(Membership::role)
                .containsExactly(Role.ANALYST);
        assertThat(accounts().accept(invite(ann.id(), Role.VIEWER, "h2"), bob.id())).isTrue();
        assertThat(accounts().members(SHOP))
                .extracting(Membership::role)
                .as("a lower role takes nothing away")
                .containsExactly(Role.ANALYST);
    }

    @Test
    void anInvitationIsTakenBackInItsOwnProject() {
        User ann = user("ann@x.example", true);
        Invitation invitation = invite(ann.id(), Role.ADMIN, "h1");
        assertThat(accounts().revoke(BLOG, invitation.id())).isFalse();
        assertThat(accounts().revoke(SHOP, invitation.id())).isTrue();
        assertThat(accounts().accept(invitation, ann.id())).isFalse();
        invite(ann.id(), Role.ADMIN, "h2");
        accounts().expire(T0.plusSeconds(101));
        assertThat(accounts().invitations(SHOP)).isEmpty();
    }

    @Test
    void aProjectThatIsGoneLeavesNoRights() {
        User ann = user("ann@x.example", true);
        accounts().setRole(SHOP, ann.id(), Role.OWNER);
        accounts().setRole(BLOG, ann.id(), Role.OWNER);
        accounts().create(key("app1", ann.id(), Optional.of(SHOP)));
        accounts().create(key("app2", ann.id(), Optional.of(BLOG)));
        invite(ann.id(), Role.ADMIN, "h1");
        accounts().forget(SHOP);
        for (int i = 0; i < 2; i++) {
            assertThat(accounts().members(SHOP)).isEmpty();
            assertThat(accounts().members(BLOG)).hasSize(1);
            assertThat(accounts().keys()).extracting(ApiKey::appId).containsExactly("app2");
            assertThat(accounts().invitations(SHOP)).isEmpty();
            restart();
        }
    }

    private void audit(long user, String action, Optional<ProjectId> project, String text) {
        accounts()
                .record(
                        new AuditEntry(
                                0, T0, user, "key", "192.0.2.1", action, project, text, text));
    }

    @Test
    void whatWasDoneComesNewestFirst() {
        audit(1, "sign_in", Optional.empty(), "");
        audit(1, "merge", Optional.of(SHOP), "7");
        audit(2, "merge", Optional.of(BLOG), "8");
        audit(2, "delete", Optional.of(SHOP), "9");
        restart();
        assertThat(accounts().audit(Optional.empty(), "", Long.MAX_VALUE, 10))
                .extracting(AuditEntry::action)
                .containsExactly("delete", "merge", "merge", "sign_in");
        assertThat(accounts().audit(Optional.empty(), "merge", Long.MAX_VALUE, 10))
                .extracting(AuditEntry::target)
                .containsExactly("8", "7");
        List<AuditEntry> page = accounts().audit(Optional.of(SHOP), "", Long.MAX_VALUE, 1);
        assertThat(page).extracting(AuditEntry::target).containsExactly("9");
        assertThat(accounts().audit(Optional.of(SHOP), "", page.getFirst().id(), 10))
                .extracting(AuditEntry::target)
                .containsExactly("7");
    }

    @Test
    void hostileTextsComeBackUnchanged() {
        List<String> texts = HostileStrings.all();
        for (String text : texts) {
            audit(1, "x", Optional.empty(), text);
        }
        assertThat(accounts().audit(Optional.empty(), "", Long.MAX_VALUE, texts.size()))
                .extracting(AuditEntry::target)
                .containsExactlyElementsOf(texts.reversed());
        User ann = user("ann@x.example", true);
        for (String text : texts.subList(0, 20)) {
            accounts().change(ann.named(text));
            restart();
            assertThat(accounts().user(ann.id()).orElseThrow().name()).isEqualTo(text);
        }
    }
}
