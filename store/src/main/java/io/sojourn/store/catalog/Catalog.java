package io.sojourn.store.catalog;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.people.Quarantined;

import java.util.List;
import java.util.Optional;

/// What TRACK and the server read, for all projects: domains, keys, limits, and what TRACK refused.
public interface Catalog extends AutoCloseable {

    // --- projects

    record Project(ProjectId id, String name, List<String> domains, TrackingOptions tracking) {}

    /// What TRACK needs to know of a project.
    ///
    /// @param keyRequired a tracking request needs Basic auth with an API key
    /// @param perAddressPerMinute requests of one address, 0 = unlimited
    record TrackingOptions(boolean keyRequired, int perAddressPerMinute) {
        public static final TrackingOptions OPEN = new TrackingOptions(false, 0);
    }

    /// By id.
    List<Project> projects();

    /// @throws io.sojourn.core.problem.ProblemException when the domain belongs to a project
    Project createProject(String domain);

    /// @throws io.sojourn.core.problem.ProblemException when the domain belongs to another project
    Project addDomain(ProjectId project, String domain);

    Project setTracking(ProjectId project, TrackingOptions options);

    // --- access

    /// Users, their roles, keys and sessions, and what they did.
    Accounts accounts();

    // --- what TRACK refused

    /// @return id of the entry; the oldest beyond [Quarantined]'s limits per (reason, domain) go
    long refuse(Quarantined refused);

    /// Newest first.
    ///
    /// @param domain empty = all
    List<Quarantined> refusals(String domain, int limit);

    Optional<Quarantined> refusal(long id);

    void removeRefusal(long id);

    // --- the log

    /// All projects are confirmed up to here.
    long confirmed();

    void confirm(long position);

    /// A consistent copy into a folder, while writing goes on.
    ///
    /// @param confirmedMax the copy confirms no position beyond it: what its people and events are known to have
    void backup(java.nio.file.Path folder, long confirmedMax);

    @Override
    void close();
}
