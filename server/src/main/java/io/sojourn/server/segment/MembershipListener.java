package io.sojourn.server.segment;

import io.sojourn.core.project.ProjectId;

/// Told when people entered or left segments of a project. What happened is read from the store's changes, from where
/// the listener read last: those are durable, being told is not.
@FunctionalInterface
public interface MembershipListener {
    void changed(ProjectId project);
}
