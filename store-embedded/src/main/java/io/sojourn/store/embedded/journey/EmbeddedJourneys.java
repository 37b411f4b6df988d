package io.sojourn.store.embedded.journey;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.journey.Journeys;

/// The journeys of one project in its folder.
public final class EmbeddedJourneys implements Journeys {

    private final SqlitePeopleStore people;
    private final DuckDbEventStore events;

    public EmbeddedJourneys(SqlitePeopleStore people, DuckDbEventStore events) {
        this.people = people;
        this.events = events;
    }

    @Override
    public OpenScan open(JourneyScan scan) {
        throw new ProblemException(
                Code.INTERNAL,
                "no journeys at positions " + people.position() + " and " + events.position());
    }

    @Override
    public void close() {}
}
