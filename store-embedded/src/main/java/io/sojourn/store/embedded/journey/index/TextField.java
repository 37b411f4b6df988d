package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.value.Value;
import io.sojourn.store.embedded.event.EventArrivals;
import java.util.Optional;

/// What a column of codes holds of every event.
sealed interface TextField {

    /// The property of that key, else the attribute of that key.
    record Property(String key) implements TextField {
        @Override
        public Optional<String> text(Event event, int part) {
            Value value = event.properties().get(key);
            return value == null ? attribute(event, key) : Optional.of(value.text());
        }
    }

    /// First what the event says of its visit, second its attribute of that key.
    record OfVisit(String key) implements TextField {
        @Override
        public int parts() {
            return 2;
        }

        @Override
        public Optional<String> text(Event event, int part) {
            return part == 1
                    ? attribute(event, key)
                    : Optional.ofNullable(event.visitProperties().get(key)).map(Value::text);
        }
    }

    /// All attributes of the campaign as one text.
    record Campaign() implements TextField {
        @Override
        public Optional<String> text(Event event, int part) {
            return EventArrivals.campaign(event.attributes());
        }
    }

    default int parts() {
        return 1;
    }

    Optional<String> text(Event event, int part);

    static Optional<Attribute> attribute(String key) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.key().equals(key)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> attribute(Event event, String key) {
        return attribute(key).map(event.attributes()::get).filter(text -> !text.isEmpty());
    }
}
