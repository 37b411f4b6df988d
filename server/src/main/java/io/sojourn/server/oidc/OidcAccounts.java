package io.sojourn.server.oidc;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.config.Config;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.catalog.Accounts.NewUser;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Catalog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Finds the account of somebody whom the provider knows: the one that signed in so before, else the one with the same
/// verified email, else one that an invitation or the configured domains allow to make.
final class OidcAccounts {

    private final Catalog catalog;
    private final Accounts accounts;
    private final Config.Oidc config;
    private final InstantSource clock;

    OidcAccounts(Catalog catalog, Config.Oidc config, InstantSource clock) {
        this.catalog = catalog;
        this.accounts = catalog.accounts();
        this.config = config;
        this.clock = clock;
    }

    User find(Identity identity) throws Refused {
        Optional<User> known =
                accounts.users().stream()
                        .filter(user -> user.subject().equals(identity.subject()))
                        .findFirst();
        User user = known.isPresent() ? known.get() : byEmail(identity);
        if (user.disabled()) {
            throw new Refused("this account is disabled");
        }
        invitations(user.email()).forEach(invitation -> accounts.accept(invitation, user.id()));
        return user;
    }

    private User byEmail(Identity identity) throws Refused {
        if (identity.email().isEmpty()) {
            throw new Refused("the provider gave no email address that it verified");
        }
        Optional<User> same = accounts.userByEmail(identity.email());
        if (same.isPresent()) {
            if (!same.get().subject().isEmpty()) {
                throw new Refused("the account with this email belongs to another identity");
            }
            return accounts.change(same.get().knownAs(identity.subject()));
        }
        boolean ofDomain =
                config.domains()
                        .contains(
                                identity.email().substring(identity.email().lastIndexOf('@') + 1));
        if (!ofDomain && invitations(identity.email()).isEmpty()) {
            throw new Refused("nobody has invited this email address");
        }
        User made =
                accounts.create(
                        new NewUser(
                                identity.email(),
                                identity.name(),
                                "",
                                false,
                                false,
                                identity.subject()));
        if (ofDomain && config.role().isPresent()) {
            for (Catalog.Project project : catalog.projects()) {
                accounts.setRole(project.id(), made.id(), config.role().get());
            }
        }
        return made;
    }

    private List<Invitation> invitations(String email) {
        return catalog.projects().stream()
                .map(Catalog.Project::id)
                .flatMap((ProjectId project) -> accounts.invitations(project).stream())
                .filter(invitation -> invitation.email().equals(email))
                .filter(invitation -> invitation.expires().isAfter(clock.instant()))
                .toList();
    }
}
