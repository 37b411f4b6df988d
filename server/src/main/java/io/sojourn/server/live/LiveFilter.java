package io.sojourn.server.live;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.server.api.Masking;
import java.util.Set;

/// Which events a client wants to see.
///
/// @param names of events, empty = all
/// @param visitor one of the person's visitors, 0 = everybody
/// @param bots events marked as a bot's too
/// @param masking of what the client may not see
record LiveFilter(Set<String> names, long visitor, boolean bots, Masking masking) {

    LiveFilter {
        names = Set.copyOf(names);
    }

    static LiveFilter all(Masking masking) {
        return new LiveFilter(Set.of(), 0, false, masking);
    }

    /// @param person whom the event belongs to
    /// @param wanted the person that the filter's visitor belongs to
    boolean takes(Event event, long person, long wanted) {
        return (bots || !event.is(EventFlag.BOT))
                && (names.isEmpty() || names.contains(event.name()))
                && (visitor == 0 || person == wanted);
    }
}
