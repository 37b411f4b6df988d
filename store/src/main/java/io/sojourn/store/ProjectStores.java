package io.sojourn.store;

import io.sojourn.store.event.EventStore;
import io.sojourn.store.journey.Journeys;
import io.sojourn.store.people.PeopleStore;

/// The two stores of one project and the journeys that they make up. The people store's position never exceeds the
/// event store's.
public record ProjectStores(PeopleStore people, EventStore events, Journeys journeys)
        implements AutoCloseable {

    @Override
    public void close() {
        try (people;
                events) {
            journeys.close();
        }
    }
}
