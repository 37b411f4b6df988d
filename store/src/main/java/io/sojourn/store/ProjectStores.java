package io.sojourn.store;

import io.sojourn.store.event.EventStore;
import io.sojourn.store.journey.Journeys;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.sql.SqlQueries;

/// The two stores of one project, the journeys that they make up, what is asked about them, and SQL over both. The people
/// store's position never exceeds the event store's.
public record ProjectStores(
        PeopleStore people,
        EventStore events,
        Journeys journeys,
        QuestionStore questions,
        SqlQueries sql)
        implements AutoCloseable {

    @Override
    public void close() {
        try (people;
                events;
                questions) {
            journeys.close();
        }
    }
}
