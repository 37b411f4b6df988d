package io.sojourn.store.catalog;

import io.sojourn.core.project.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who may do what: users, their roles, keys and sessions, invitations, and what they did. Part of the [Catalog].
///
/// Users, roles, keys and sessions are asked for by every request: they are answered from memory. Every change is on
/// disk on return, but for those that say otherwise. At least one user who is not disabled owns the server: a change
/// that would leave none is refused with `CONFLICT`.
public interface Accounts {

    // --- users

    /// @param email lower case, unique
    /// @param name empty where none was given
    /// @param passwordHash as the hashing library encodes it; empty = signs in otherwise
    /// @param owner of the server
    /// @param disabled can do nothing
    /// @param mustSetUp still with what somebody else chose as email and password
    /// @param subject by which an OpenID provider knows the user, `issuer subject`; empty = none
    record User(
            long id,
            String email,
            String name,
            String passwordHash,
            boolean owner,
            boolean disabled,
            boolean mustSetUp,
            String subject,
            Instant created,
            Optional<Instant> lastSignIn) {

        public User named(String name) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    lastSignIn);
        }

        public User withEmail(String email) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    lastSignIn);
        }

        public User withPassword(String passwordHash, boolean mustSetUp) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    lastSignIn);
        }

        public User with(boolean owner, boolean disabled) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    lastSignIn);
        }

        public User knownAs(String subject) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    lastSignIn);
        }

        public User signedIn(Instant time) {
            return new User(
                    id,
                    email,
                    name,
                    passwordHash,
                    owner,
                    disabled,
                    mustSetUp,
                    subject,
                    created,
                    Optional.of(time));
        }
    }

    /// @param email in any case
    record NewUser(
            String email,
            String name,
            String passwordHash,
            boolean owner,
            boolean mustSetUp,
            String subject) {}

    /// @throws io.sojourn.core.problem.ProblemException `CONFLICT` where there is a user with the email
    User create(NewUser user);

    /// By id.
    List<User> users();

    Optional<User> user(long id);

    /// @param email in any case
    Optional<User> userByEmail(String email);

    /// Takes the place of the user with its id.
    ///
    /// @throws io.sojourn.core.problem.ProblemException `CONFLICT` where another has the email, or nobody would own the
    ///     server
    User change(User changed);

    // --- roles

    record Membership(ProjectId project, long user, Role role, Instant since) {}

    /// Of a user, by project.
    List<Membership> memberships(long user);

    /// Of a project, by user.
    List<Membership> members(ProjectId project);

    /// Gives a role, the first one or another.
    ///
    /// @throws io.sojourn.core.problem.ProblemException `CONFLICT` where it takes that role from the project's last owner
    void setRole(ProjectId project, long user, Role role);

    /// @throws io.sojourn.core.problem.ProblemException `CONFLICT` where it is the project's last owner
    void removeMember(ProjectId project, long user);

    /// The project is gone: so are its roles and invitations, and the keys that only opened it.
    void forget(ProjectId project);

    // --- keys

    /// @param secretHash hex SHA-256; the secret is random, not chosen by people
    /// @param role more than that it does not give, whatever the user has
    /// @param project the only one it opens; empty = every project of the user
    record ApiKey(
            String appId,
            String secretHash,
            long user,
            String name,
            Role role,
            Optional<ProjectId> project,
            Instant created,
            Optional<Instant> expires,
            Optional<Instant> lastUsed) {}

    void create(ApiKey key);

    /// Not one that was revoked.
    Optional<ApiKey> key(String appId);

    /// Those that were not revoked, newest first.
    List<ApiKey> keys();

    /// @return false where there is none
    boolean revoke(String appId);

    /// Reaches the disk with the next other change.
    void keyUsed(String appId, Instant time);

    // --- sessions

    /// @param tokenHash hex SHA-256
    record Session(
            long id,
            String tokenHash,
            long user,
            Instant created,
            Instant lastSeen,
            Instant expires,
            String address,
            String userAgent) {}

    /// @param session its id is ignored
    Session create(Session session);

    Optional<Session> session(String tokenHash);

    /// Newest first.
    List<Session> sessions(long user);

    /// Reaches the disk with the next other change.
    void sessionSeen(long id, Instant lastSeen, Instant expires);

    void endSession(long id);

    /// @param except id of one that stays, 0 = none
    void endSessions(long user, long except);

    /// Removes sessions and invitations that expired before.
    void expire(Instant before);

    // --- invitations

    /// @param tokenHash hex SHA-256
    /// @param email lower case
    /// @param inviter number of a user
    record Invitation(
            long id,
            String tokenHash,
            String email,
            ProjectId project,
            Role role,
            long inviter,
            Instant created,
            Instant expires) {}

    /// @param invitation its id is ignored
    Invitation create(Invitation invitation);

    /// Not one that was accepted.
    Optional<Invitation> invitation(String tokenHash);

    /// Newest first.
    List<Invitation> invitations(ProjectId project);

    /// @return false where the project has none with this id
    boolean revoke(ProjectId project, long invitation);

    /// Gives the user its role, or leaves a higher one, and uses it up.
    ///
    /// @return false where it is used up or taken back
    boolean accept(Invitation invitation, long user);

    // --- audit

    /// @param user number of a user, 0 = nobody known
    /// @param key appId, empty = none was used
    /// @param action such as `sign_in`
    /// @param target what it was done to
    record AuditEntry(
            long id,
            Instant time,
            long user,
            String key,
            String address,
            String action,
            Optional<ProjectId> project,
            String target,
            String detail) {}

    /// The newest [#AUDIT_ENTRIES_MAX] are kept.
    ///
    /// @param entry its id is ignored
    void record(AuditEntry entry);

    /// Newest first.
    ///
    /// @param project empty = all, and what belongs to none
    /// @param action empty = all
    /// @param before id below which they are, [Long#MAX_VALUE] = from the newest
    List<AuditEntry> audit(Optional<ProjectId> project, String action, long before, int limit);

    int AUDIT_ENTRIES_MAX = 500_000;
}
