package io.sojourn.store.catalog;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What TRACK and the server read, for all projects: domains, keys, limits, and what TRACK refused.
public interface Catalog extends AutoCloseable {

    // --- projects

    /// @param scriptNames under which its tracker is served, the newest first; older ones go on working
    record Project(
            ProjectId id,
            String name,
            List<String> domains,
            List<String> scriptNames,
            TrackingOptions tracking) {
        public Project {
            domains = List.copyOf(domains);
            scriptNames = List.copyOf(scriptNames);
        }

        /// The one that new pages use.
        public String scriptName() {
            return scriptNames.getFirst();
        }
    }

    /// What is asked of those who send to a project or read from it.
    ///
    /// @param keyRequired a tracking request needs Basic auth with an API key
    /// @param perAddressPerMinute requests of one address, 0 = unlimited
    /// @param quota events that are taken in a month
    /// @param rateLimit calls of one API key that ask for the project's data
    record TrackingOptions(
            boolean keyRequired, int perAddressPerMinute, Quota quota, RateLimit rateLimit) {
        public static final TrackingOptions OPEN = new TrackingOptions(false, 0);

        public TrackingOptions(boolean keyRequired, int perAddressPerMinute) {
            this(keyRequired, perAddressPerMinute, Quota.OFF, RateLimit.OFF);
        }
    }

    /// By id.
    List<Project> projects();

    /// @throws io.sojourn.core.problem.ProblemException when the domain belongs to a project
    Project createProject(String domain);

    /// @throws io.sojourn.core.problem.ProblemException when the domain belongs to another project
    Project addDomain(ProjectId project, String domain);

    /// @throws io.sojourn.core.problem.ProblemException when the project has no such domain, or no other
    Project removeDomain(ProjectId project, String domain);

    /// @param name 1 to [#NAME_CHARS_MAX] characters
    Project rename(ProjectId project, String name);

    int NAME_CHARS_MAX = 200;

    /// Gives the tracker of a project a name, see [ScriptNames]; those that it had go on working.
    ///
    /// @throws io.sojourn.core.problem.ProblemException when it is no name, or another project's
    Project setScriptName(ProjectId project, String name);

    /// Forgets a project, its domains, and who may see it. Its number is never used again.
    void removeProject(ProjectId project);

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
    default List<Quarantined> refusals(String domain, int limit) {
        Set<String> domains = domain.isEmpty() ? Set.of() : Set.of(domain);
        return refusals(
                new QuarantineFilter("", domains, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                limit);
    }

    /// Newest first.
    List<Quarantined> refusals(QuarantineFilter filter, int limit);

    /// How many there are of each reason.
    ///
    /// @param domains of these only, as they are kept; empty = all
    Map<String, Long> refusalReasons(Set<String> domains);

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
