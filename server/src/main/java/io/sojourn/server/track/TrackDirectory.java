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

    private final Map<String, Target> targets;
    private final Keys keys;
    private final Quotas quotas;

    private TrackDirectory(Map<String, Target> targets, Keys keys, Quotas quotas) {
        this.targets = Map.copyOf(targets);
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
        for (Project project : projects) {
            Target target = new Target(project.id(), project.tracking());
            project.domains().forEach(domain -> targets.put(normal(domain), target));
        }
        for (Project project : projects) {
            targets.putIfAbsent(
                    normal(project.name()), new Target(project.id(), project.tracking()));
        }
        return new TrackDirectory(targets, keys, quotas);
    }

    Optional<Target> find(String domain) {
        return Optional.ofNullable(targets.get(normal(domain)));
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
