package io.sojourn.store.event;

/// Old events that are not kept: those that happened before a time and arrived before an arrival. What arrives later is
/// kept however old it is, so that the order of arrival alone decides.
///
/// @param beforeTime Unix milliseconds
/// @param beforeEvent event id
public record Expiry(long beforeTime, long beforeEvent) {

    public boolean takes(long time, long event) {
        return time < beforeTime && event < beforeEvent;
    }
}
