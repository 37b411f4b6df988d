package io.sojourn.ingest;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.people.Quarantined;
import java.util.List;
import java.util.Set;

/// What one batch brought into a project's stores.
///
/// @param position every record up to it is in the stores
/// @param settings as of that position
/// @param events by arrival
/// @param visitors all that were touched, as they are after the batch: what a merge or un-merge moved is among them
/// @param deletedVisitors gone with everything under them, also what this batch brought
/// @param refused put into quarantine
public record Committed(
        ProjectId project,
        long position,
        ProjectSettings settings,
        List<Event> events,
        List<EventChange> changes,
        List<Touched> visitors,
        Set<Long> deletedVisitors,
        List<Quarantined> refused) {

    /// A visitor after the batch.
    ///
    /// @param person number of the person it belongs to
    /// @param lastReceived of its newest event or ping that shows presence, Unix milliseconds; 0 = none
    /// @param events those not marked as a bot's
    public record Touched(long visitor, long person, long lastReceived, long events) {}

    public Committed {
        events = List.copyOf(events);
        changes = List.copyOf(changes);
        visitors = List.copyOf(visitors);
        deletedVisitors = Set.copyOf(deletedVisitors);
        refused = List.copyOf(refused);
    }
}
