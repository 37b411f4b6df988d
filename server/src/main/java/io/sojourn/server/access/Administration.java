package io.sojourn.server.access;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.NewUser;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes users and keys: for the API, and for the command line where no server runs.
public final class Administration {

    private final Catalog catalog;
    private final Accounts accounts;
    private final RandomGenerator random;
    private final InstantSource clock;

    /// @param random unpredictable
    public Administration(Catalog catalog, RandomGenerator random, InstantSource clock) {
        this.catalog = catalog;
        this.accounts = catalog.accounts();
        this.random = random;
        this.clock = clock;
    }

    /// @param role in the project; none where there is no project
    public record Addition(
            String email,
            String name,
            boolean owner,
            Optional<ProjectId> project,
            Optional<Role> role) {}

    /// A user with the password that is shown once.
    public record Added(User user, String password) {
        @Override
        public String toString() {
            return "Added[user=" + user.id() + "]";
        }
    }

    /// @throws ProblemException where the email is taken, the project unknown, or only one of project and role named
    public Added add(Addition addition) {
        if (addition.project().isPresent() != addition.role().isPresent()) {
            throw new ProblemException(
                    new Problem(
                            Code.MISSING_FIELD,
                            addition.project().isPresent() ? "role" : "project",
                            "project and role go together"));
        }
        addition.project().ifPresent(this::requireProject);
        String password = Passwords.random(random);
        User user =
                accounts.create(
                        new NewUser(
                                addition.email(),
                                addition.name(),
                                Passwords.hash(password),
                                addition.owner(),
                                true,
                                ""));
        addition.project()
                .ifPresent(
                        project ->
                                accounts.setRole(
                                        project, user.id(), addition.role().orElse(Role.VIEWER)));
        return new Added(user, password);
    }

    private void requireProject(ProjectId project) {
        if (catalog.projects().stream().noneMatch(each -> each.id().equals(project))) {
            throw new ProblemException(
                    new Problem(Code.UNKNOWN_PROJECT, "project", "there is no project " + project));
        }
    }

    /// A new random password, shown once; the user is signed out everywhere.
    public String resetPassword(User user) {
        String password = Passwords.random(random);
        accounts.change(user.withPassword(Passwords.hash(password), true));
        accounts.endSessions(user.id(), 0);
        return password;
    }

    /// @param project the only one it opens
    public record NewKey(
            String name, Role role, Optional<ProjectId> project, Optional<Instant> expires) {}

    /// A key with the secret that is shown once.
    public record MadeKey(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "MadeKey[appId=" + key.appId() + "]";
        }
    }

    /// @throws ProblemException where the project is unknown or the key would have expired already
    public MadeKey createKey(long user, NewKey wanted) {
        wanted.project().ifPresent(this::requireProject);
        Instant now = clock.instant();
        if (wanted.expires().filter(time -> !time.isAfter(now)).isPresent()) {
            throw new ProblemException(Problem.invalid("expires", "must lie in the future"));
        }
        ApiKeys.Secret secret = ApiKeys.random(random);
        ApiKey key =
                new ApiKey(
                        secret.appId(),
                        Tokens.hash(secret.secret()),
                        user,
                        wanted.name(),
                        wanted.role(),
                        wanted.project(),
                        Instant.ofEpochMilli(now.toEpochMilli()),
                        wanted.expires(),
                        Optional.empty());
        accounts.create(key);
        return new MadeKey(key, secret.secret());
    }
}
