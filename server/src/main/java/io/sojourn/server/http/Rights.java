package io.sojourn.server.http;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Role;
import java.util.Optional;

/// The roles of somebody who calls, already capped by the key they call with.
public interface Rights {

    Rights NONE =
            new Rights() {
                @Override
                public Optional<Role> in(ProjectId project) {
                    return Optional.empty();
                }

                @Override
                public Optional<Role> inServer() {
                    return Optional.empty();
                }
            };

    /// @return empty where the project does not exist for them; a project that nobody has may have a role
    Optional<Role> in(ProjectId project);

    /// @return empty for everybody but server owners
    Optional<Role> inServer();

    /// The same role everywhere.
    static Rights everywhere(Role role) {
        return new Rights() {
            @Override
            public Optional<Role> in(ProjectId project) {
                return Optional.of(role);
            }

            @Override
            public Optional<Role> inServer() {
                return Optional.of(role);
            }
        };
    }
}
