package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that commits batches, says so on its output, and halts at a fault point.
final class KilledWriter {

    static final int EVENTS = 3_000;

    private KilledWriter() {}

    /// @param args folder, number of batches, fault point at which the last one ends, or `NONE` to go on for ever
    public static void main(String[] args) {
        int batches = Integer.parseInt(args[1]);
        int[] committed = new int[1];
        Faults faults =
                point -> {
                    if (point.name().equals(args[2]) && committed[0] >= batches) {
                        Runtime.getRuntime().halt(7);
                    }
                };
        DuckDbEventStore store =
                DuckDbEventStore.open(Path.of(args[0]), EventStoreOptions.DEFAULT, faults);
        for (int position = 1; ; position++) {
            store.commit(batch(position));
            committed[0] = position;
            System.out.println(position);
            if (committed[0] >= batches
                    && args[2].startsWith(
                            FaultPoint.COMPACTION_BEFORE_COMMIT.name().substring(0, 10))) {
                store.compact();
            }
        }
    }

    /// Batch of a position: the same in every process. Changes every tenth event of the batch before.
    static EventBatch batch(int position) {
        List<EventChange> changes = new ArrayList<>();
        List<Event> before = position == 1 ? List.of() : events(position - 1);
        for (int i = 0; i < before.size(); i += 10) {
            changes.add(EventKit.change(before.get(i), position, "k", Value.number(position)));
        }
        return new EventBatch(position, events(position), changes, List.of());
    }

    private static List<Event> events(int position) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(EventKit.event(((long) position << 12) + i, i % 50, i));
        }
        return events;
    }
}
