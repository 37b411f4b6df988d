package io.sojourn.store.event;

import java.util.List;
import java.util.Set;

/// A page of the events of some visitors, newest first by (time, id).
///
/// @param visitors of one person
/// @param beforeTime only events below (beforeTime, beforeId); `Long.MAX_VALUE` both = from the newest
/// @param limit at least 1
/// @param bots whether events marked as a bot's are shown
/// @param fromTime inclusive
/// @param toTime exclusive, `Long.MAX_VALUE` = without end
public record TimelineQuery(
        List<Long> visitors,
        long beforeTime,
        long beforeId,
        int limit,
        boolean bots,
        long fromTime,
        long toTime,
        Names names) {

    /// Events by name.
    ///
    /// @param only these; empty = all
    /// @param never and none of these
    public record Names(Set<String> only, Set<String> never) {
        public static final Names ALL = new Names(Set.of(), Set.of());

        public Names {
            only = Set.copyOf(only);
            never = Set.copyOf(never);
        }

        public boolean contain(String name) {
            return (only.isEmpty() || only.contains(name)) && !never.contains(name);
        }
    }

    public TimelineQuery(
            List<Long> visitors, long beforeTime, long beforeId, int limit, boolean bots) {
        this(
                visitors,
                beforeTime,
                beforeId,
                limit,
                bots,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Names.ALL);
    }

    /// The same beyond an event.
    public TimelineQuery before(long time, long id, int most) {
        return new TimelineQuery(visitors, time, id, most, bots, fromTime, toTime, names);
    }
}
