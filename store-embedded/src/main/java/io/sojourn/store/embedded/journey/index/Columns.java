package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is loaded of a project's events beside names and times.
///
/// @param texts by field
/// @param numbers by field
record Columns(Map<TextField, TextColumn> texts, Map<LongField, LongColumn> numbers) {

    /// What a column of numbers holds of every event.
    enum LongField {
        /// Its own number.
        NUMBER,
        ACTIVE_UNTIL,
        TIMEOUT;

        long of(Event event) {
            return switch (this) {
                case NUMBER -> event.id();
                case ACTIVE_UNTIL -> event.activeUntil();
                case TIMEOUT -> event.timeout();
            };
        }
    }

    static Columns none() {
        return new Columns(new HashMap<>(), new HashMap<>());
    }

    Optional<LongColumn> number(LongField field) {
        return Optional.ofNullable(numbers.get(field));
    }

    void unshare() {
        texts.values().forEach(TextColumn::unshare);
        numbers.values().forEach(LongColumn::unshare);
    }

    /// Memory of some of them.
    long bytes(Set<?> fields) {
        long bytes = 0;
        for (Object field : fields) {
            TextColumn text = texts.get(field);
            LongColumn number = numbers.get(field);
            bytes += text != null ? text.bytes() : number != null ? number.bytes() : 0;
        }
        return bytes;
    }

    long bytes() {
        return Stream.concat(
                        texts.values().stream().map(TextColumn::bytes),
                        numbers.values().stream().map(LongColumn::bytes))
                .mapToLong(Long::longValue)
                .sum();
    }
}
