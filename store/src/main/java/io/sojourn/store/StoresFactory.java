package io.sojourn.store;

import io.sojourn.core.project.ProjectId;

/// Opens the stores of a project, creating them when they are new.
@FunctionalInterface
public interface StoresFactory {
    ProjectStores open(ProjectId project);
}
