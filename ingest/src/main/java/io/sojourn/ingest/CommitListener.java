package io.sojourn.ingest;

import io.sojourn.core.project.ProjectId;

/// Told on the ingest thread of every batch once it is in the stores, so it must neither block nor throw.
public interface CommitListener {

    CommitListener NONE =
            new CommitListener() {
                @Override
                public boolean listensTo(ProjectId project) {
                    return false;
                }

                @Override
                public void committed(Committed batch) {
                    throw new IllegalStateException("nobody listens to " + batch.project());
                }

                @Override
                public void missed(ProjectId project) {
                    throw new IllegalStateException("nobody listens to " + project);
                }
            };

    /// Asked before a commit: where nobody listens, nothing is gathered.
    boolean listensTo(ProjectId project);

    void committed(Committed batch);

    /// A batch is in the stores that was not gathered, since nobody listened when it began.
    void missed(ProjectId project);
}
