package io.sojourn.server.rest;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Call;
import io.sojourn.server.limit.KeyLimits;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;

/// The project that a call of Woopra's API names by one of its domains, with the role that the call needs.
record RestProjects(Projects projects, KeyLimits limits) {

    ProjectId viewed(Call call, RestRequest request) {
        return named(call, request, Role.VIEWER).id();
    }

    ProjectId exported(Call call, RestRequest request) {
        return named(call, request, Role.ANALYST).id();
    }

    Catalog.Project changed(Call call, RestRequest request) {
        return named(call, request, Role.ADMIN);
    }

    private Catalog.Project named(Call call, RestRequest request, Role role) {
        Catalog.Project project = uncounted(call, request, role);
        limits.take(call.caller(), project.id());
        return project;
    }

    /// For those who bring a history.
    Catalog.Project imported(Call call, RestRequest request) {
        return uncounted(call, request, Role.ADMIN);
    }

    private Catalog.Project uncounted(Call call, RestRequest request, Role role) {
        return projects.byDomain(call.caller(), role, "website", request.project());
    }

    OpenStores.Lease open(ProjectId project) {
        return projects.open(project);
    }
}
