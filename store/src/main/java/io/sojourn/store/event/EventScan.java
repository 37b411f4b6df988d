package io.sojourn.store.event;

import java.util.Set;

/// Which events of a project are read in bulk.
///
/// @param fromTime Unix milliseconds, inclusive
/// @param toTime exclusive
/// @param names of events, empty = all
/// @param bots whether events marked as a bot's are among them
public record EventScan(long fromTime, long toTime, Set<String> names, boolean bots) {

    public EventScan {
        names = Set.copyOf(names);
    }
}
