package io.sojourn.store.event;

import java.util.List;

/// A page of the events of some visitors, newest first by (time, id).
///
/// @param visitors of one person
/// @param beforeTime only events below (beforeTime, beforeId); `Long.MAX_VALUE` both = from the newest
/// @param limit at least 1
/// @param bots whether events marked as a bot's are shown
public record TimelineQuery(
        List<Long> visitors, long beforeTime, long beforeId, int limit, boolean bots) {}
