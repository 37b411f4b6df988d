package io.sojourn.server;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.CommitListener;
import io.sojourn.ingest.Committed;
import java.util.List;

/// Several that are told as one.
record CommitListeners(List<CommitListener> all) implements CommitListener {

    CommitListeners {
        all = List.copyOf(all);
    }

    @Override
    public boolean listensTo(ProjectId project) {
        return all.stream().anyMatch(each -> each.listensTo(project));
    }

    @Override
    public void committed(Committed batch) {
        for (CommitListener each : all) {
            if (each.listensTo(batch.project())) {
                each.committed(batch);
            }
        }
    }

    @Override
    public void missed(ProjectId project) {
        for (CommitListener each : all) {
            if (each.listensTo(project)) {
                each.missed(project);
            }
        }
    }
}
