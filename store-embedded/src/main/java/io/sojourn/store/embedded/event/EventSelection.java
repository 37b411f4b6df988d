package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which events are read, and what of each.
///
/// @param fromTime Unix milliseconds, inclusive
/// @param toTime inclusive
/// @param lastEvent highest event number; statements about events that arrived after it are left out too
/// @param bots whether events of bots are among them
/// @param names only events with these, empty = any
/// @param visitors only events of these, empty = any
/// @param properties keys of properties that are asked for
/// @param attributes that are asked for
/// @param activity whether [EventRow#activeUntil] and [EventRow#timeout] are asked for
/// @param visitProperties whether [EventRow#visitProperties] are asked for
public record EventSelection(
        long fromTime,
        long toTime,
        long lastEvent,
        boolean bots,
        Optional<Set<String>> names,
        Optional<List<Long>> visitors,
        List<String> properties,
        List<Attribute> attributes,
        boolean activity,
        boolean visitProperties) {

    public EventSelection {
        names = names.map(Set::copyOf);
        visitors = visitors.map(List::copyOf);
        properties = List.copyOf(properties);
        attributes = List.copyOf(attributes);
    }
}
