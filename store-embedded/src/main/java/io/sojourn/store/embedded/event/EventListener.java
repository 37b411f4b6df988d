package io.sojourn.store.embedded.event;

import io.sojourn.store.event.EventBatch;

/// Told of every batch once it is committed, before the next one begins.
@FunctionalInterface
public interface EventListener {

    /// @param batch as it was written: changes that came together with their events are laid over them, nothing of
    ///     visitors that it deletes is in it
    void committed(EventBatch batch);
}
