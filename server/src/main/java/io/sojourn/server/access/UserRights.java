package io.sojourn.server.access;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Rights;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.Membership;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Role;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The roles of a user as they are at the moment they are asked.
///
/// @param cap more than that is not given
/// @param only the one project in which there are any; empty = all, and the server
/// @param valid whether what the user came with still counts
record UserRights(
        Accounts accounts, long user, Role cap, Optional<ProjectId> only, BooleanSupplier valid)
        implements Rights {

    private Optional<User> account() {
        return valid.getAsBoolean()
                ? accounts.user(user).filter(known -> !known.disabled())
                : Optional.empty();
    }

    @Override
    public Optional<Role> in(ProjectId project) {
        if (only.isPresent() && !only.get().equals(project)) {
            return Optional.empty();
        }
        return account()
                .flatMap(
                        known ->
                                known.owner()
                                        ? Optional.of(Role.OWNER)
                                        : accounts.memberships(user).stream()
                                                .filter(m -> m.project().equals(project))
                                                .map(Membership::role)
                                                .findFirst())
                .map(role -> role.capped(cap));
    }

    @Override
    public Optional<Role> inServer() {
        return only.isPresent()
                ? Optional.empty()
                : account().filter(User::owner).map(owner -> Role.OWNER.capped(cap));
    }
}
