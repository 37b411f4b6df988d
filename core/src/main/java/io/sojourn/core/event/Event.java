package io.sojourn.core.event;

import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something a person did, as stored. A person's events are ordered by time, then by id.
///
/// @param id see [EventId]
/// @param visitor the visitor it is stored under, for ever
/// @param time when it happened, Unix milliseconds
/// @param received when the server took it, Unix milliseconds
/// @param flags bits of [EventFlag]
/// @param activeUntil until when the person is known to have been active, Unix milliseconds; at least `time`
/// @param timeout idle time in milliseconds after which a new visit begins, 0 = the project's
/// @param properties in the order they were sent
/// @param visitProperties attributes of the visit (`cs_`) that this event carried
public record Event(
        long id,
        long visitor,
        long time,
        long received,
        String name,
        int flags,
        long activeUntil,
        long timeout,
        Attributes attributes,
        Map<String, Value> properties,
        Map<String, Value> visitProperties) {

    public Event {
        if (activeUntil < time) {
            throw new IllegalArgumentException(
                    "active until " + activeUntil + " before its time " + time);
        }
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        visitProperties = Collections.unmodifiableMap(new LinkedHashMap<>(visitProperties));
    }

    public boolean is(EventFlag flag) {
        return flag.in(flags);
    }
}
