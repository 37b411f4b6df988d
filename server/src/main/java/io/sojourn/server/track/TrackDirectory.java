package io.sojourn.server.track;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Catalog.Project;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.catalog.Quota;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which domains belong to which project: an immutable snapshot that the server exchanges whenever one changes.
public final class TrackDirectory {

    public static final TrackDirectory EMPTY = of(List.of(), (project, appId, secret) -> false);

    /// @param options what its owner asks of tracking requests
    public record Target(ProjectId project, TrackingOptions options) {}

    /// Says whether an API key opens a project. Asked on the event loop: must not block.
    @FunctionalInterface
    public interface Keys {
        boolean accept(ProjectId project, String appId, String secret);
    }

    /// Says how many seconds a project takes no events for, 0 = it takes them. Asked on the event loop: must not block.
    @FunctionalInterface
    public interface Quotas {
        Quotas NONE = (project, quota) -> 0;

        long secondsShut(ProjectId project, Quota quota);
    }

    /// Whose tracker is served under a name.
    ///
    /// @param domain that a statement is about which names none
    record Named(ProjectId project, String domain) {}

    private final Map<String, Target> targets;
    private final Map<String, Named> named;
    private final Optional<ProjectId> only;
    private final Keys keys;
    private final Quotas quotas;

    private TrackDirectory(
            Map<String, Target> targets,
            Map<String, Named> named,
            Optional<ProjectId> only,
            Keys keys,
            Quotas quotas) {
        this.targets = targets;
        this.named = named;
        this.only = only;
        this.keys = keys;
        this.quotas = quotas;
    }

    /// Without quotas.
    public static TrackDirectory of(List<Project> projects, Keys keys) {
        return of(projects, keys, Quotas.NONE);
    }

    /// A project is found by any of its domains and by its name; a domain goes before another project's name.
    public static TrackDirectory of(List<Project> projects, Keys keys, Quotas quotas) {
        Map<String, Target> targets = new HashMap<>();
        Map<String, Named> named = new HashMap<>();
        for (Project project : projects) {
            Target target = new Target(project.id(), project.tracking());
            project.domains().forEach(domain -> targets.put(normal(domain), target));
            Named called = new Named(project.id(), project.domains().getFirst());
            project.scriptNames().forEach(name -> named.put(name, called));
        }
        for (Project project : projects) {
            targets.putIfAbsent(
                    normal(project.name()), new Target(project.id(), project.tracking()));
        }
        return new TrackDirectory(
                Map.copyOf(targets), Map.copyOf(named), Optional.empty(), keys, quotas);
    }

    /// The same for a path that is one project's: it knows no other.
    TrackDirectory only(ProjectId project) {
        return new TrackDirectory(targets, named, Optional.of(project), keys, quotas);
    }

    boolean isOfOne() {
        return only.isPresent();
    }

    Optional<Target> find(String domain) {
        return Optional.ofNullable(targets.get(normal(domain)))
                .filter(target -> only.isEmpty() || only.get().equals(target.project()));
    }

    /// @param scriptName as it stands in a path
    Optional<Named> named(String scriptName) {
        return Optional.ofNullable(named.get(scriptName));
    }

    boolean accepts(ProjectId project, String appId, String secret) {
        return keys.accept(project, appId, secret);
    }

    long secondsShut(Target target) {
        return quotas.secondsShut(target.project(), target.options().quota());
    }

    /// A domain as it is compared: without case and surrounding space.
    static String normal(String domain) {
        return domain.strip().toLowerCase(Locale.ROOT);
    }
}
