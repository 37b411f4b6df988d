package io.sojourn.store.embedded.people;

import io.sojourn.store.people.PeopleBatch;

/// Told of every batch once it is committed, before the next one begins.
@FunctionalInterface
public interface PeopleListener {

    /// @param batch not to be kept: ingest goes on changing its visitors
    void committed(PeopleBatch batch);
}
