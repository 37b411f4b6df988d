package io.sojourn.server.live;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.CommitListener;
import io.sojourn.ingest.Committed;
import io.sojourn.store.OpenStores;
import io.sojourn.store.people.Quarantined;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// What happens now, in the projects that somebody looks at. A project that nobody looks at costs nothing: its present
/// is read from the stores when the first one asks.
public final class Live implements CommitListener, AutoCloseable {

    /// What a stream's end is called when the server stops.
    static final String STOPPING = "stopping";

    private static final String UNUSED = "unused";

    private final OpenStores stores;
    private final InstantSource clock;
    private final Map<ProjectId, LiveProject> projects = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Live(OpenStores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    // --- told

    @Override
    public boolean listensTo(ProjectId project) {
        return projects.containsKey(project);
    }

    @Override
    public void committed(Committed batch) {
        LiveProject project = projects.get(batch.project());
        if (project != null) {
            project.committed(batch);
        }
    }

    @Override
    public void missed(ProjectId id) {
        LiveProject project = projects.get(id);
        if (project != null) {
            project.missed();
        }
    }

    /// A request of a project was refused before it reached ingest. Never blocks.
    public void refused(ProjectId id, Quarantined refused) {
        LiveProject project = projects.get(id);
        if (project != null) {
            project.refused(refused);
        }
    }

    /// Whether any project is looked at.
    public boolean isInUse() {
        return !projects.isEmpty();
    }

    // --- asked

    /// The project, its present read. The unused ones go meanwhile.
    LiveProject project(ProjectId id) {
        projects.forEach(
                (other, project) -> {
                    if (!other.equals(id) && project.isUnused()) {
                        projects.remove(other, project);
                        project.close(UNUSED);
                    }
                });
        LiveProject project =
                projects.computeIfAbsent(id, key -> new LiveProject(key, stores, clock));
        try {
            project.load();
        } catch (RuntimeException e) {
            projects.remove(id, project);
            throw e;
        }
        return project;
    }

    Subscription subscribe(ProjectId id, LiveFilter filter, OptionalLong after) {
        while (true) {
            Optional<Subscription> subscription = project(id).subscribe(filter, after);
            if (subscription.isPresent()) {
                if (closed) {
                    subscription.get().end(STOPPING);
                }
                return subscription.get();
            }
        }
    }

    void unsubscribe(ProjectId id, Subscription subscription) {
        LiveProject project = projects.get(id);
        if (project != null) {
            project.unsubscribe(subscription);
        }
    }

    /// Ends every stream, and lets no new one begin.
    @Override
    public void close() {
        closed = true;
        projects.values().forEach(project -> project.close(STOPPING));
    }
}
