package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.store.schema.SchemaBatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one transaction brings into the people store.
///
/// @param state after the batch
/// @param visitors new and changed ones, whole
/// @param deletedVisitors gone with their identifiers and properties
/// @param persons everyone whose visitors have changed, by number, with all visitors as they are after the batch,
///     ascending by number; none where the person is no more
/// @param seen ids of new events; their generation is the hour in the value
/// @param pendingAdded updates that wait from now on
/// @param pendingRemoved arrivals of updates that wait no longer
/// @param quarantined refused items; the store drops the oldest beyond its limits
/// @param quarantineRemoved ids of entries that were replayed or belonged to a deleted person
/// @param tallies to be added
/// @param schema names of events and properties seen
public record PeopleBatch(
        PeopleState state,
        Collection<Visitor> visitors,
        Set<Long> deletedVisitors,
        Map<Long, List<Visitor>> persons,
        Map<IdHash, Seen> seen,
        List<PendingUpdate> pendingAdded,
        Set<Long> pendingRemoved,
        List<Quarantined> quarantined,
        Set<Long> quarantineRemoved,
        Collection<Organisation> organisations,
        Map<Tally, Long> tallies,
        SchemaBatch schema) {

    /// @param hour generation: hours since 1970
    public record Seen(SeenEvent event, long hour) {}
}
