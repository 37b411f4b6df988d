package io.sojourn.store.catalog;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A [Catalog] of plain maps, for tests that need none on disk; backs nothing up, knows nobody.
public final class InMemoryCatalog implements Catalog {

    private final Map<ProjectId, Project> projects = new TreeMap<>();
    private final TreeMap<Long, Quarantined> refusals = new TreeMap<>();
    private int created;
    private long refused;
    private long confirmed;

    @Override
    public synchronized List<Project> projects() {
        return List.copyOf(projects.values());
    }

    @Override
    public synchronized Project createProject(String domain) {
        String name = free(domain);
        ProjectId id = new ProjectId(++created);
        return put(
                new Project(
                        id,
                        name,
                        List.of(name),
                        List.of(ScriptNames.word(new SplittableRandom(created).nextLong())),
                        TrackingOptions.OPEN));
    }

    @Override
    public synchronized Project addDomain(ProjectId id, String domain) {
        Project project = project(id);
        if (Domains.normal(domain).filter(project.domains()::contains).isPresent()) {
            return project;
        }
        List<String> domains = new ArrayList<>(project.domains());
        domains.add(free(domain));
        return put(withDomains(project, domains));
    }

    private static Project withDomains(Project project, List<String> domains) {
        return new Project(
                project.id(), project.name(), domains, project.scriptNames(), project.tracking());
    }

    @Override
    public synchronized Project removeDomain(ProjectId id, String domain) {
        Project project = project(id);
        List<String> domains = new ArrayList<>(project.domains());
        if (!domains.remove(Domains.normal(domain).orElse(""))) {
            throw new ProblemException(Code.NOT_FOUND, "no domain " + domain);
        }
        if (domains.isEmpty()) {
            throw new ProblemException(Code.CONFLICT, "the last domain stays");
        }
        return put(withDomains(project, domains));
    }

    @Override
    public synchronized Project rename(ProjectId id, String name) {
        if (name.isBlank() || name.strip().length() > NAME_CHARS_MAX) {
            throw new ProblemException(Problem.invalid("name", "no name: " + name));
        }
        Project project = project(id);
        return put(
                new Project(
                        id,
                        name.strip(),
                        project.domains(),
                        project.scriptNames(),
                        project.tracking()));
    }

    @Override
    public synchronized Project setScriptName(ProjectId id, String name) {
        String wanted =
                ScriptNames.normal(name)
                        .orElseThrow(() -> new ProblemException(ScriptNames.wrong()));
        Project project = project(id);
        for (Project other : projects.values()) {
            if (!other.id().equals(id) && other.scriptNames().contains(wanted)) {
                throw new ProblemException(
                        new Problem(
                                Code.CONFLICT,
                                ScriptNames.FIELD,
                                "\"" + wanted + "\" belongs to project " + other.id()));
            }
        }
        List<String> names = new ArrayList<>(project.scriptNames());
        names.remove(wanted);
        names.addFirst(wanted);
        return put(
                new Project(
                        id,
                        project.name(),
                        project.domains(),
                        names.subList(0, Math.min(names.size(), ScriptNames.NAMES_MAX)),
                        project.tracking()));
    }

    @Override
    public synchronized void removeProject(ProjectId id) {
        projects.remove(project(id).id());
    }

    private String free(String domain) {
        String name =
                Domains.normal(domain)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Problem.invalid(
                                                        "domain", "no domain name: " + domain)));
        for (Project project : projects.values()) {
            if (project.domains().contains(name)) {
                throw new ProblemException(
                        new Problem(
                                Code.CONFLICT,
                                "domain",
                                "\"" + name + "\" belongs to project " + project.id()));
            }
        }
        return name;
    }

    private Project project(ProjectId id) {
        return Optional.ofNullable(projects.get(id))
                .orElseThrow(() -> new ProblemException(Code.UNKNOWN_PROJECT, "no project " + id));
    }

    private Project put(Project project) {
        projects.put(project.id(), project);
        return project;
    }

    @Override
    public synchronized Project setTracking(ProjectId id, TrackingOptions options) {
        if (options.perAddressPerMinute() < 0) {
            throw new ProblemException(
                    Problem.invalid(
                            "perAddressPerMinute",
                            "must not be negative, got " + options.perAddressPerMinute()));
        }
        Project project = project(id);
        return put(
                new Project(id, project.name(), project.domains(), project.scriptNames(), options));
    }

    @Override
    public Accounts accounts() {
        throw new UnsupportedOperationException("a catalog in memory has no accounts");
    }

    @Override
    public synchronized long refuse(Quarantined refusal) {
        long id = ++refused;
        refusals.put(
                id,
                new Quarantined(
                        id,
                        refusal.reason(),
                        refusal.message(),
                        refusal.received(),
                        refusal.origin(),
                        refusal.kind(),
                        refusal.payload()));
        List<Long> group =
                refusals.values().stream()
                        .filter(other -> other.reason().equals(refusal.reason()))
                        .filter(other -> other.origin().domain().equals(refusal.origin().domain()))
                        .map(Quarantined::id)
                        .toList();
        if (group.size() > Quarantined.ENTRIES_MAX) {
            refusals.remove(group.getFirst());
        }
        while (refusals.values().stream().mapToLong(entry -> entry.payload().length).sum()
                > Quarantined.BYTES_MAX) {
            refusals.pollFirstEntry();
        }
        return id;
    }

    @Override
    public synchronized Map<String, Long> refusalReasons(Set<String> domains) {
        Map<String, Long> reasons = new TreeMap<>();
        for (Quarantined entry : refusals.values()) {
            if (domains.isEmpty() || domains.contains(entry.origin().domain())) {
                reasons.merge(entry.reason(), 1L, Long::sum);
            }
        }
        return reasons;
    }

    @Override
    public synchronized List<Quarantined> refusals(QuarantineFilter filter, int limit) {
        return refusals.values().stream()
                .filter(filter::takes)
                .sorted(Comparator.comparingLong(Quarantined::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Quarantined> refusal(long id) {
        return Optional.ofNullable(refusals.get(id));
    }

    @Override
    public synchronized void removeRefusal(long id) {
        refusals.remove(id);
    }

    @Override
    public synchronized long confirmed() {
        return confirmed;
    }

    @Override
    public synchronized void confirm(long position) {
        confirmed = Math.max(confirmed, position);
    }

    @Override
    public void backup(Path folder, long confirmedMax) {
        throw new UnsupportedOperationException("a catalog in memory has no backup");
    }

    @Override
    public void close() {}
}
