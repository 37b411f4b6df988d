package io.sojourn.store.people;

import io.sojourn.core.value.Value;
import java.util.Map;

/// An update that arrived before its event and waits for it.
///
/// @param arrival event id of the update itself, which orders it
/// @param received Unix milliseconds
/// @param payload the log payload of the update alone, for the quarantine should the event never come
@SuppressWarnings("ArrayRecordComponent")
public record PendingUpdate(
        IdHash id,
        long arrival,
        long received,
        Map<String, Value> properties,
        Origin origin,
        byte kind,
        byte[] payload) {

    /// Where a request came from, as the owner is shown it.
    public record Origin(String domain, String address, String userAgent) {}
}
