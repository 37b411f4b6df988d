package io.sojourn.store.embedded.journey;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;

class DuckDbScanTest extends ScanContract {

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore from, DuckDbEventStore and) {
        return new EmbeddedJourneys(from, and);
    }

    @Override
    void settle() {}
}
