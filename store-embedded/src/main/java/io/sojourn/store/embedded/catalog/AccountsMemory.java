package io.sojourn.store.embedded.catalog;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.Membership;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/// What every request asks of the accounts: read from the tables at the start, changed with them, read by any number
/// of threads.
final class AccountsMemory {

    private record Place(ProjectId project, long user) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byProject = project.compareTo(other.project);
            return byProject != 0 ? byProject : Long.compare(user, other.user);
        }
    }

    /// Exchanged as a whole when it is read anew, so that nobody meets half of it.
    private record State(
            Map<Long, User> users,
            Map<Place, Membership> memberships,
            Map<String, ApiKey> keys,
            Map<String, Accounts.Session> sessions) {
        private State() {
            this(
                    new ConcurrentSkipListMap<>(),
                    new ConcurrentSkipListMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>());
        }
    }

    private volatile State state = new State();

    void load(Session session) throws SQLException {
        State read = new State();
        loadUsers(session, read);
        loadMemberships(session, read);
        loadKeys(session, read);
        loadSessions(session, read);
        state = read;
    }

    private static Instant time(ResultSet rows, int column) throws SQLException {
        return Instant.ofEpochMilli(rows.getLong(column));
    }

    /// 0 = never.
    private static Optional<Instant> perhaps(ResultSet rows, int column) throws SQLException {
        return Optional.of(rows.getLong(column)).filter(t -> t != 0).map(Instant::ofEpochMilli);
    }

    static Role role(String word) {
        return Role.of(word).orElseThrow(() -> new IllegalStateException("role " + word));
    }

    private static void loadUsers(Session session, State read) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT id, email, name, password_hash, owner, disabled,"
                                        + " must_set_up, subject, created, last_sign_in FROM user")
                        .executeQuery()) {
            while (rows.next()) {
                put(
                        read,
                        new User(
                                rows.getLong(1),
                                SqliteText.decode(rows.getString(2)),
                                SqliteText.decode(rows.getString(3)),
                                rows.getString(4),
                                rows.getBoolean(5),
                                rows.getBoolean(6),
                                rows.getBoolean(7),
                                SqliteText.decode(rows.getString(8)),
                                time(rows, 9),
                                perhaps(rows, 10)));
            }
        }
    }

    private static void loadMemberships(Session session, State read) throws SQLException {
        try (ResultSet rows =
                session.bind("SELECT project, user, role, since FROM membership").executeQuery()) {
            while (rows.next()) {
                put(
                        read,
                        new Membership(
                                new ProjectId(rows.getInt(1)),
                                rows.getLong(2),
                                role(rows.getString(3)),
                                time(rows, 4)));
            }
        }
    }

    private static void loadKeys(Session session, State read) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT app_id, secret_hash, user, name, role, project, created,"
                                        + " expires, last_used FROM api_key WHERE revoked = 0")
                        .executeQuery()) {
            while (rows.next()) {
                put(
                        read,
                        new ApiKey(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                SqliteText.decode(rows.getString(4)),
                                role(rows.getString(5)),
                                Optional.of(rows.getInt(6)).filter(p -> p != 0).map(ProjectId::new),
                                time(rows, 7),
                                perhaps(rows, 8),
                                perhaps(rows, 9)));
            }
        }
    }

    private static void loadSessions(Session session, State read) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT id, token_hash, user, created, last_seen, expires, address,"
                                        + " user_agent FROM session")
                        .executeQuery()) {
            while (rows.next()) {
                put(
                        read,
                        new Accounts.Session(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getLong(3),
                                time(rows, 4),
                                time(rows, 5),
                                time(rows, 6),
                                SqliteText.decode(rows.getString(7)),
                                SqliteText.decode(rows.getString(8))));
            }
        }
    }

    private static void put(State into, User user) {
        into.users.put(user.id(), user);
    }

    private static void put(State into, Membership member) {
        into.memberships.put(new Place(member.project(), member.user()), member);
    }

    private static void put(State into, ApiKey key) {
        into.keys.put(key.appId(), key);
    }

    private static void put(State into, Accounts.Session session) {
        into.sessions.put(session.tokenHash(), session);
    }

    void put(User user) {
        put(state, user);
    }

    List<User> users() {
        return List.copyOf(state.users.values());
    }

    Optional<User> user(long id) {
        return Optional.ofNullable(state.users.get(id));
    }

    Optional<User> user(Predicate<User> which) {
        return state.users.values().stream().filter(which).findFirst();
    }

    /// In the table too; a member of old keeps its time.
    Membership put(Session session, Membership member) throws SQLException {
        session.update(
                "INSERT INTO membership (project, user, role, since) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO UPDATE SET role = excluded.role",
                member.project().number(),
                member.user(),
                member.role().word(),
                member.since().toEpochMilli());
        Membership before = state.memberships.get(new Place(member.project(), member.user()));
        put(
                state,
                before == null
                        ? member
                        : new Membership(
                                member.project(), member.user(), member.role(), before.since()));
        return member;
    }

    List<Membership> memberships(Predicate<Membership> which) {
        return state.memberships.values().stream().filter(which).toList();
    }

    void remove(Predicate<Membership> which) {
        state.memberships.values().removeIf(which);
    }

    void put(ApiKey key) {
        put(state, key);
    }

    Optional<ApiKey> key(String appId) {
        return Optional.ofNullable(state.keys.get(appId));
    }

    List<ApiKey> keys() {
        return state.keys.values().stream()
                .sorted(
                        Comparator.comparing(ApiKey::created)
                                .reversed()
                                .thenComparing(ApiKey::appId))
                .toList();
    }

    void removeKey(String appId) {
        state.keys.remove(appId);
    }

    void removeKeys(Predicate<ApiKey> which) {
        state.keys.values().removeIf(which);
    }

    void used(String appId, Instant time) {
        state.keys.computeIfPresent(
                appId,
                (id, key) ->
                        new ApiKey(
                                id,
                                key.secretHash(),
                                key.user(),
                                key.name(),
                                key.role(),
                                key.project(),
                                key.created(),
                                key.expires(),
                                Optional.of(time)));
    }

    void put(Accounts.Session session) {
        put(state, session);
    }

    Optional<Accounts.Session> session(String tokenHash) {
        return Optional.ofNullable(state.sessions.get(tokenHash));
    }

    List<Accounts.Session> sessions(Predicate<Accounts.Session> which) {
        return state.sessions.values().stream().filter(which).toList();
    }

    void removeSessions(Predicate<Accounts.Session> which) {
        state.sessions.values().removeIf(which);
    }

    void seen(long id, Instant lastSeen, Instant expires) {
        state.sessions.replaceAll(
                (hash, session) ->
                        session.id() != id
                                ? session
                                : new Accounts.Session(
                                        id,
                                        hash,
                                        session.user(),
                                        session.created(),
                                        lastSeen,
                                        expires,
                                        session.address(),
                                        session.userAgent()));
    }

    static Accounts.Session numbered(Accounts.Session session, long id) {
        return new Accounts.Session(
                id,
                session.tokenHash(),
                session.user(),
                session.created(),
                session.lastSeen(),
                session.expires(),
                session.address(),
                session.userAgent());
    }
}
