package io.sojourn.store.event;

import java.nio.file.Path;

class InMemoryEventStoreTest extends EventStoreContract {

    private final InMemoryEventStore.Disk disk = new InMemoryEventStore.Disk();

    @Override
    protected EventStore open(Path folder) {
        return new InMemoryEventStore(disk, folder);
    }
}
