package io.sojourn.server.live;

import java.util.Set;

/// Names of the properties that are not shown.
///
/// @param event of events
/// @param visit of visits
/// @param visitor of people
public record LiveMask(Set<String> event, Set<String> visit, Set<String> visitor) {

    public static final LiveMask NONE = new LiveMask(Set.of(), Set.of(), Set.of());

    public LiveMask {
        event = Set.copyOf(event);
        visit = Set.copyOf(visit);
        visitor = Set.copyOf(visitor);
    }
}
