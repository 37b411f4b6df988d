package io.sojourn.server.demo;

import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something that a client of the shop tells, ready to be sent in whichever form.
///
/// @param time Unix milliseconds
/// @param id that makes it known when it is sent again
/// @param name of the event, empty = properties of the person only
/// @param sender what tells it
/// @param referrer of a page view, empty = none
/// @param event its properties
/// @param person properties of the person, identifiers included
record Statement(
        long time,
        String id,
        String name,
        Sender sender,
        String referrer,
        Map<String, Value> event,
        Map<String, Value> person) {

    static final String PAGE_VIEW = "pv";

    /// What tells a statement.
    sealed interface Sender {
        /// The tracker in somebody's browser.
        record Browser(Device device, String address, String language) implements Sender {}

        /// One of the shop's own systems; what it tells shows nobody on a page.
        record Backend(String app) implements Sender {}
    }

    Statement {
        event = Collections.unmodifiableMap(new LinkedHashMap<>(event));
        person = Collections.unmodifiableMap(new LinkedHashMap<>(person));
    }

    boolean isPageView() {
        return name.equals(PAGE_VIEW);
    }

    Statement withId(String other) {
        return new Statement(time, other, name, sender, referrer, event, person);
    }
}
