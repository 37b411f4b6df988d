package io.sojourn.store.embedded.journey;

import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.journey.Journeys;

/// The journeys of one project in its folder.
public final class EmbeddedJourneys implements Journeys {

    private final PeopleMemory people;
    private final DuckDbEventStore events;

    public EmbeddedJourneys(SqlitePeopleStore people, DuckDbEventStore events) {
        this.people = new PeopleMemory(people);
        this.events = events;
    }

    /// People first: what they know of is in the events, since events are committed before people.
    @Override
    public OpenScan open(JourneyScan scan) {
        PeopleView view = people.view(ScanPlan.personKeys(scan));
        int parts = events.threads();
        return new DuckDbScan(scan, view, events.snapshot(parts), parts);
    }

    @Override
    public void close() {}
}
