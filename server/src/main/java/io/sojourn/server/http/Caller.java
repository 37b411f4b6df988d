package io.sojourn.server.http;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Role;
import java.util.Optional;

/// Who calls, and what they may do.
///
/// @param user 0 for nobody
/// @param appId the API key used, empty where none was
/// @param session number of the session used, 0 where none was
/// @param rights as they are when they are asked: empty from the moment on that the key or session is worth nothing
public record Caller(long user, String appId, long session, Rights rights) {
    public static final Caller NOBODY = new Caller(0, "", 0, Rights.NONE);

    public Caller(long user, String appId, Rights rights) {
        this(user, appId, 0, rights);
    }

    public Caller with(Rights others) {
        return new Caller(user, appId, session, others);
    }

    public boolean isNobody() {
        return user == 0;
    }

    /// @return empty where the caller has none there, and must not learn whether the project exists
    public Optional<Role> role(ProjectId project) {
        return rights.in(project);
    }

    /// @throws ProblemException 404 as for a project that does not exist, or 403 where the role is too low
    public void require(ProjectId project, Role role) {
        require(role(project), role, new Problem(Code.UNKNOWN_PROJECT, "", unknown(project + "")));
    }

    /// As [#require(ProjectId, Role)] for a project that the caller named.
    ///
    /// @param field where it was named, empty for the path
    /// @param name as it was named
    public void require(ProjectId project, Role role, String field, String name) {
        require(role(project), role, new Problem(Code.UNKNOWN_PROJECT, field, unknown(name)));
    }

    private static void require(Optional<Role> held, Role role, Problem none) {
        if (held.isEmpty()) {
            throw new ProblemException(none);
        }
        if (!held.get().includes(role)) {
            throw new ProblemException(
                    Code.FORBIDDEN,
                    "this needs the role %s in the project, not %s"
                            .formatted(role.word(), held.get().word()));
        }
    }

    /// @throws ProblemException 403
    public void requireServer(Role role) {
        Optional<Role> held = rights.inServer();
        if (held.isEmpty()) {
            throw new ProblemException(Code.FORBIDDEN, "this needs an owner of the server");
        }
        if (!held.get().includes(role)) {
            throw new ProblemException(
                    Code.FORBIDDEN,
                    "this needs the role %s in the server, not %s"
                            .formatted(role.word(), held.get().word()));
        }
    }

    /// What is said of a project that is not there, or not there for the caller.
    public static String unknown(String name) {
        return "there is no project " + name;
    }
}
