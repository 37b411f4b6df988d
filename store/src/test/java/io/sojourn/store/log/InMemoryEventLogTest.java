package io.sojourn.store.log;

class InMemoryEventLogTest extends EventLogContract {

    @Override
    protected EventLog keeping() {
        return InMemoryEventLog.keeping();
    }

    @Override
    protected EventLog forgetting() {
        return InMemoryEventLog.forgetting();
    }
}
