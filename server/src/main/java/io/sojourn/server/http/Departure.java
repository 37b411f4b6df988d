package io.sojourn.server.http;

import java.util.ArrayList;
import java.util.List;

/// That a client closes its connection before it has its answer. For any thread.
public final class Departure {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean happened;

    /// Runs something when it happens, at once where it has; short, since it runs on the event loop.
    public void then(Runnable action) {
        synchronized (this) {
            if (!happened) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    void happens() {
        List<Runnable> due;
        synchronized (this) {
            happened = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }
}
