package io.sojourn.server.command;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.access.Administration;
import io.sojourn.server.access.Audit;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Catalog;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Users and keys of a data folder on which no server runs. Keys that are made belong to the first owner of the server.
final class FolderAccounts implements AccountsTarget {

    private final Catalog catalog;
    private final Accounts accounts;
    private final Administration administration;
    private final InstantSource clock;

    FolderAccounts(Catalog catalog, InstantSource clock) {
        this.catalog = catalog;
        this.accounts = catalog.accounts();
        this.administration = new Administration(catalog, new SecureRandom(), clock);
        this.clock = clock;
    }

    private void record(Audit.Action action, String target) {
        accounts.record(
                new AuditEntry(
                        0,
                        clock.instant(),
                        0,
                        "",
                        "",
                        action.word(),
                        Optional.empty(),
                        target,
                        "command line"));
    }

    private Optional<ProjectId> project(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                catalog.projects().stream()
                        .filter(
                                project ->
                                        project.domains().contains(name)
                                                || project.id().toString().equals(name))
                        .map(Catalog.Project::id)
                        .findFirst()
                        .orElseThrow(() -> AccountsTarget.noProject(name)));
    }

    @Override
    public List<UserLine> users() {
        return accounts.users().stream()
                .map(
                        user ->
                                new UserLine(
                                        user.email(),
                                        user.name(),
                                        user.owner(),
                                        user.disabled(),
                                        user.lastSignIn()))
                .toList();
    }

    @Override
    public String add(NewUser user) {
        String password =
                administration
                        .add(
                                new Administration.Addition(
                                        user.email(),
                                        user.name(),
                                        user.owner(),
                                        project(user.project()),
                                        user.role()))
                        .password();
        record(Audit.Action.USER_ADDED, user.email());
        return password;
    }

    @Override
    public String resetPassword(String email) {
        User user = accounts.userByEmail(email).orElseThrow(() -> AccountsTarget.noUser(email));
        String password = administration.resetPassword(user);
        record(Audit.Action.PASSWORD_RESET, email);
        return password;
    }

    @Override
    public List<KeyLine> keys() {
        return accounts.keys().stream()
                .map(
                        key ->
                                new KeyLine(
                                        key.appId(),
                                        key.name(),
                                        key.role().word(),
                                        key.project().map(ProjectId::toString).orElse(""),
                                        key.expires(),
                                        key.lastUsed()))
                .toList();
    }

    @Override
    public String add(NewKey key) {
        User owner =
                accounts.users().stream()
                        .filter(user -> user.owner() && !user.disabled())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Code.DATA_FOLDER,
                                                "nobody owns this server yet: start it once"));
        Administration.MadeKey made =
                administration.createKey(
                        owner.id(),
                        new Administration.NewKey(
                                key.name(), key.role(), project(key.project()), key.expires()));
        record(Audit.Action.KEY_CREATED, made.key().appId());
        return made.key().appId() + ":" + made.secret();
    }

    @Override
    public void revoke(String appId) {
        if (!accounts.revoke(appId)) {
            throw new ProblemException(Code.NOT_FOUND, "there is no key " + appId);
        }
        record(Audit.Action.KEY_REVOKED, appId);
    }
}
