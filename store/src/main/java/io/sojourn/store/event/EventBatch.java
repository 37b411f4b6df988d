package io.sojourn.store.event;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import java.util.List;

/// What one transaction brings into the event store.
///
/// @param position every record up to it is in the store afterwards
/// @param changes at most one per event and batch was coalesced from pings; updates are single
/// @param deletedVisitors all events and changes of these go, those stored before and those of this batch
/// @param expiries events that they name go, those stored before and those of this batch
public record EventBatch(
        long position,
        List<Event> events,
        List<EventChange> changes,
        List<Long> deletedVisitors,
        List<Expiry> expiries) {

    public EventBatch(
            long position,
            List<Event> events,
            List<EventChange> changes,
            List<Long> deletedVisitors) {
        this(position, events, changes, deletedVisitors, List.of());
    }
}
