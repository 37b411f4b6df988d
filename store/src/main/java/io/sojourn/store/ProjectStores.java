package io.sojourn.store;

import io.sojourn.store.event.EventStore;
import io.sojourn.store.people.PeopleStore;

/// The two stores of one project. The people store's position never exceeds the event store's.
public record ProjectStores(PeopleStore people, EventStore events) implements AutoCloseable {

    @Override
    public void close() {
        try (people) {
            events.close();
        }
    }
}
