package io.sojourn.store.embedded.journey;

import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.journey.IndexStatus;
import io.sojourn.store.journey.Journeys;
import java.util.Locale;
import java.util.Optional;

/// The journeys of one project in its folder.
public final class EmbeddedJourneys implements Journeys {

    private final PeopleMemory people;
    private final DuckDbEventStore events;
    private final Optional<JourneyIndex> index;

    public EmbeddedJourneys(SqlitePeopleStore people, DuckDbEventStore events) {
        this(people, events, Optional.empty());
    }

    /// @param index that is asked first; closed with the journeys
    public EmbeddedJourneys(
            SqlitePeopleStore people, DuckDbEventStore events, Optional<JourneyIndex> index) {
        this.people = new PeopleMemory(people);
        this.events = events;
        this.index = index;
    }

    /// People first: what they know of is in the events, since events are committed before people.
    @Override
    public OpenScan open(JourneyScan scan) {
        return open(scan, () -> {});
    }

    @Override
    public OpenScan open(JourneyScan scan, Stop stop) {
        return open(scan, stop::check);
    }

    private OpenScan open(JourneyScan scan, Runnable check) {
        PeopleView view = people.view(ScanPlan.personKeys(scan));
        Optional<OpenScan> indexed = index.flatMap(known -> known.open(scan, view, check));
        if (indexed.isPresent()) {
            return indexed.get();
        }
        int parts = events.threads();
        return new DuckDbScan(scan, view, events.snapshot(parts, check), parts);
    }

    @Override
    public Optional<IndexStatus> index() {
        return index.map(JourneyIndex::status)
                .map(
                        status ->
                                new IndexStatus(
                                        status.phase().name().toLowerCase(Locale.ROOT),
                                        status.events(),
                                        status.ofEvents(),
                                        status.bytes()));
    }

    @Override
    public void close() {
        index.ifPresent(JourneyIndex::close);
    }
}
