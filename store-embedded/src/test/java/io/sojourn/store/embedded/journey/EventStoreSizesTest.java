package io.sojourn.store.embedded.journey;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;

/// The scan of the event store.
class EventStoreSizesTest extends PlayedSizes {

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore people, DuckDbEventStore events) {
        return new EmbeddedJourneys(people, events);
    }
}
