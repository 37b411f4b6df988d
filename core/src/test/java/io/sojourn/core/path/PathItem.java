package io.sojourn.core.path;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one project is told, in the order of its log.
public sealed interface PathItem {

    /// When the server took it, Unix milliseconds; never less than that of the item before.
    long received();

    /// An event, an identify, a ping or an update, with its identifiers already read.
    ///
    /// @param name of an event; may be empty, which is a mistake
    /// @param time event time as sent, or [#NO_TIME]
    /// @param eventId the sender's own id of the event, or empty
    /// @param identifiers strongest first, at most one of a kind, may be empty
    /// @param event properties of the event (`ce_`)
    /// @param person properties of the person (`cv_`), identifiers among them where they are properties too
    /// @param duration foreground time in milliseconds, -1 = not sent
    record Statement(
            Kind kind,
            long received,
            String name,
            long time,
            String eventId,
            List<Identifier> identifiers,
            Map<String, Value> event,
            Map<String, Value> person,
            long duration,
            boolean standalone,
            boolean bot)
            implements PathItem {
        public Statement {
            identifiers = List.copyOf(identifiers);
            event = Collections.unmodifiableMap(new LinkedHashMap<>(event));
            person = Collections.unmodifiableMap(new LinkedHashMap<>(person));
        }
    }

    /// Two persons are one, by any of their visitors' numbers.
    record Merge(long received, long person, long other) implements PathItem {}

    /// Some visitors of a person are detached.
    record Unmerge(long received, long person, Set<Long> visitors) implements PathItem {
        public Unmerge {
            visitors = Set.copyOf(visitors);
        }
    }

    record Delete(long received, long person) implements PathItem {}

    /// Properties of a person set by hand.
    record Edit(long received, long person, Map<String, Value> properties) implements PathItem {
        public Edit {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    long NO_TIME = Long.MIN_VALUE;

    enum Kind {
        EVENT,
        IDENTIFY,
        PING,
        UPDATE
    }
}
