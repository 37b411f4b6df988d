package io.sojourn.store.embedded.catalog;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.embedded.sqlite.Readers;
import io.sojourn.store.embedded.sqlite.SqliteText;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// [Accounts] in the tables of `catalog.db`.
final class SqliteAccounts implements Accounts {

    private static final int AUDIT_PRUNE_EVERY = 1_000;

    private final CatalogWriter writer;
    private final Readers readers;
    private final InstantSource clock;
    private final AccountsMemory memory = new AccountsMemory();

    SqliteAccounts(CatalogWriter writer, Readers readers, InstantSource clock) throws SQLException {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        writer.keep(memory::load);
    }

    private static String lower(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private static long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(0L);
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    private static ProblemException conflict(String field, String message) {
        return new ProblemException(new Problem(Code.CONFLICT, field, message));
    }

    // --- users

    @Override
    public User create(NewUser user) {
        String email = lower(user.email());
        Instant created = Instant.ofEpochMilli(clock.millis());
        return writer.durably(
                session -> {
                    refuseTaken(email, 0);
                    session.update(
                            "INSERT INTO user (email, name, password_hash, owner, must_set_up,"
                                    + " subject, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                            SqliteText.encode(email),
                            SqliteText.encode(user.name()),
                            user.passwordHash(),
                            flag(user.owner()),
                            flag(user.mustSetUp()),
                            SqliteText.encode(user.subject()),
                            created.toEpochMilli());
                    User made =
                            new User(
                                    session.number("SELECT last_insert_rowid()"),
                                    email,
                                    user.name(),
                                    user.passwordHash(),
                                    user.owner(),
                                    false,
                                    user.mustSetUp(),
                                    user.subject(),
                                    created,
                                    Optional.empty());
                    memory.put(made);
                    return made;
                });
    }

    private void refuseTaken(String email, long except) {
        if (memory.user(user -> user.email().equals(email) && user.id() != except).isPresent()) {
            throw conflict("email", "there is a user with it");
        }
    }

    @Override
    public List<User> users() {
        return memory.users();
    }

    @Override
    public Optional<User> user(long id) {
        return memory.user(id);
    }

    @Override
    public Optional<User> userByEmail(String email) {
        String wanted = lower(email);
        return memory.user(user -> user.email().equals(wanted));
    }

    @Override
    public User change(User changed) {
        User user = changed.withEmail(lower(changed.email()));
        return writer.durably(
                session -> {
                    if (memory.user(user.id()).isEmpty()) {
                        throw new ProblemException(Code.NOT_FOUND, "no user " + user.id());
                    }
                    refuseTaken(user.email(), user.id());
                    Predicate<User> owns = each -> each.owner() && !each.disabled();
                    if (!owns.test(user)
                            && memory.user(owns.and(each -> each.id() != user.id())).isEmpty()) {
                        throw conflict("", "this is the last owner of the server");
                    }
                    session.update(
                            "UPDATE user SET email = ?, name = ?, password_hash = ?, owner = ?,"
                                    + " disabled = ?, must_set_up = ?, subject = ?,"
                                    + " last_sign_in = ? WHERE id = ?",
                            SqliteText.encode(user.email()),
                            SqliteText.encode(user.name()),
                            user.passwordHash(),
                            flag(user.owner()),
                            flag(user.disabled()),
                            flag(user.mustSetUp()),
                            SqliteText.encode(user.subject()),
                            millis(user.lastSignIn()),
                            user.id());
                    memory.put(user);
                    return user;
                });
    }

    // --- roles

    @Override
    public List<Membership> memberships(long user) {
        return memory.memberships(member -> member.user() == user);
    }

    @Override
    public List<Membership> members(ProjectId project) {
        return memory.memberships(member -> member.project().equals(project));
    }

    @Override
    public void setRole(ProjectId project, long user, Role role) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        writer.durably(
                session -> {
                    if (role != Role.OWNER) {
                        refuseLastOwner(project, user);
                    }
                    return memory.put(session, new Membership(project, user, role, now));
                });
    }

    @Override
    public void removeMember(ProjectId project, long user) {
        writer.durably(
                session -> {
                    refuseLastOwner(project, user);
                    session.update(
                            "DELETE FROM membership WHERE project = ? AND user = ?",
                            project.number(),
                            user);
                    memory.remove(
                            member -> member.project().equals(project) && member.user() == user);
                    return user;
                });
    }

    private void refuseLastOwner(ProjectId project, long user) {
        List<Membership> owners =
                memory.memberships(
                        member -> member.project().equals(project) && member.role() == Role.OWNER);
        if (owners.size() == 1 && owners.getFirst().user() == user) {
            throw conflict("", "this is the last owner of the project: name another first");
        }
    }

    @Override
    public void forget(ProjectId project) {
        int number = project.number();
        long now = clock.millis();
        writer.durably(
                session -> {
                    session.update("DELETE FROM membership WHERE project = ?", number);
                    session.update("DELETE FROM invitation WHERE project = ?", number);
                    session.update(
                            "UPDATE api_key SET revoked = ? WHERE project = ? AND revoked = 0",
                            now,
                            number);
                    memory.remove(member -> member.project().equals(project));
                    memory.removeKeys(key -> key.project().equals(Optional.of(project)));
                    return number;
                });
    }

    // --- keys

    @Override
    public void create(ApiKey key) {
        writer.durably(
                session -> {
                    session.update(
                            "INSERT INTO api_key (app_id, secret_hash, user, name, created, role,"
                                    + " project, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            key.appId(),
                            key.secretHash(),
                            key.user(),
                            SqliteText.encode(key.name()),
                            key.created().toEpochMilli(),
                            key.role().word(),
                            key.project().map(ProjectId::number).orElse(0),
                            millis(key.expires()));
                    memory.put(key);
                    return key;
                });
    }

    @Override
    public Optional<ApiKey> key(String appId) {
        return memory.key(appId);
    }

    @Override
    public List<ApiKey> keys() {
        return memory.keys();
    }

    @Override
    public boolean revoke(String appId) {
        return writer.durably(
                session -> {
                    int revoked =
                            session.update(
                                    "UPDATE api_key SET revoked = ? WHERE app_id = ? AND revoked"
                                            + " = 0",
                                    clock.millis(),
                                    appId);
                    memory.removeKey(appId);
                    return revoked == 1;
                });
    }

    @Override
    public void keyUsed(String appId, Instant time) {
        writer.lazily(
                session -> {
                    session.update(
                            "UPDATE api_key SET last_used = max(last_used, ?) WHERE app_id = ?",
                            time.toEpochMilli(),
                            appId);
                    memory.used(appId, time);
                    return appId;
                });
    }

    // --- sessions

    @Override
    public Session create(Session begun) {
        return writer.durably(
                session -> {
                    session.update(
                            "INSERT INTO session (token_hash, user, created, last_seen, expires,"
                                    + " address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?)",
                            begun.tokenHash(),
                            begun.user(),
                            begun.created().toEpochMilli(),
                            begun.lastSeen().toEpochMilli(),
                            begun.expires().toEpochMilli(),
                            SqliteText.encode(begun.address()),
                            SqliteText.encode(begun.userAgent()));
                    Session made =
                            AccountsMemory.numbered(
                                    begun, session.number("SELECT last_insert_rowid()"));
                    memory.put(made);
                    return made;
                });
    }

    @Override
    public Optional<Session> session(String tokenHash) {
        return memory.session(tokenHash);
    }

    @Override
    public List<Session> sessions(long user) {
        return memory.sessions(each -> each.user() == user).stream()
                .sorted(Comparator.comparingLong(Session::id).reversed())
                .toList();
    }

    @Override
    public void sessionSeen(long id, Instant lastSeen, Instant expires) {
        writer.lazily(
                session -> {
                    session.update(
                            "UPDATE session SET last_seen = ?, expires = ? WHERE id = ?",
                            lastSeen.toEpochMilli(),
                            expires.toEpochMilli(),
                            id);
                    memory.seen(id, lastSeen, expires);
                    return id;
                });
    }

    @Override
    public void endSession(long id) {
        end(each -> each.id() == id);
    }

    @Override
    public void endSessions(long user, long except) {
        end(each -> each.user() == user && each.id() != except);
    }

    @Override
    public void expire(Instant before) {
        end(each -> each.expires().isBefore(before));
        writer.lazily(
                session ->
                        session.update(
                                "DELETE FROM invitation WHERE expires < ?", before.toEpochMilli()));
    }

    private void end(Predicate<Session> which) {
        writer.durably(
                session -> {
                    List<Session> ended = memory.sessions(which);
                    for (Session each : ended) {
                        session.update("DELETE FROM session WHERE id = ?", each.id());
                    }
                    memory.removeSessions(which);
                    return ended;
                });
    }

    // --- invitations

    @Override
    public Invitation create(Invitation invitation) {
        return writer.durably(session -> InvitationRows.insert(session, invitation));
    }

    @Override
    public Optional<Invitation> invitation(String tokenHash) {
        return readers.read(session -> InvitationRows.find(session, tokenHash));
    }

    @Override
    public List<Invitation> invitations(ProjectId project) {
        return readers.read(session -> InvitationRows.of(session, project));
    }

    @Override
    public boolean revoke(ProjectId project, long invitation) {
        return writer.durably(session -> InvitationRows.delete(session, project, invitation));
    }

    @Override
    public boolean accept(Invitation invitation, long user) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return writer.durably(
                session -> {
                    if (!InvitationRows.use(session, invitation.id())) {
                        return false;
                    }
                    Optional<Role> held =
                            memory
                                    .memberships(
                                            member ->
                                                    member.user() == user
                                                            && member.project()
                                                                    .equals(invitation.project()))
                                    .stream()
                                    .map(Membership::role)
                                    .findFirst();
                    if (held.isEmpty() || !held.get().includes(invitation.role())) {
                        memory.put(
                                session,
                                new Membership(invitation.project(), user, invitation.role(), now));
                    }
                    return true;
                });
    }

    // --- audit

    @Override
    public void record(AuditEntry entry) {
        writer.durably(
                session -> {
                    long id = AuditRows.insert(session, entry);
                    if (id % AUDIT_PRUNE_EVERY == 0) {
                        AuditRows.prune(session, id - AUDIT_ENTRIES_MAX);
                    }
                    return id;
                });
    }

    @Override
    public List<AuditEntry> audit(
            Optional<ProjectId> project, String action, long before, int limit) {
        return readers.read(session -> AuditRows.newest(session, project, action, before, limit));
    }
}
