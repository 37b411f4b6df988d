package io.sojourn.journey.path;

import io.sojourn.journey.filter.EventFilter;
import java.util.Optional;

/// Where paths begin and end; a unit without the anchors has no path.
///
/// A start anchor is the first event of its kind, an end anchor the last, and where both are asked for, the end is
/// another event and not earlier than the start: of one moment they may have arrived in either order. Anchors are part
/// of the path whatever is included or excluded.
public record Anchors(Optional<EventFilter> start, Optional<EventFilter> end) {

    public static final Anchors NONE = new Anchors(Optional.empty(), Optional.empty());

    public static Anchors start(EventFilter filter) {
        return new Anchors(Optional.of(filter), Optional.empty());
    }

    public static Anchors end(EventFilter filter) {
        return new Anchors(Optional.empty(), Optional.of(filter));
    }

    public static Anchors between(EventFilter start, EventFilter end) {
        return new Anchors(Optional.of(start), Optional.of(end));
    }
}
