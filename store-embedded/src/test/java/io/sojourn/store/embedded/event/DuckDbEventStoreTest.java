package io.sojourn.store.embedded.event;

import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.EventStoreContract;
import java.nio.file.Path;

class DuckDbEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore open(Path folder) {
        return DuckDbEventStore.open(folder);
    }
}
