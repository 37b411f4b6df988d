package io.sojourn.journey.filter;

import java.util.List;
import java.util.Optional;

/// Says of each event whether it is meant: it must meet one of some choices.
///
/// @param anyOf at least one
public record EventFilter(List<Choice> anyOf) {

    /// Every event.
    public static final EventFilter ANY =
            new EventFilter(List.of(new Choice(Optional.empty(), List.of())));

    /// @param name of the event, empty = any
    /// @param conditions all of them must hold; those of persons hold for all events of a person or for none
    public record Choice(Optional<String> name, List<PropertyCondition> conditions) {
        public Choice {
            conditions = List.copyOf(conditions);
        }
    }

    public EventFilter {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty()) {
            throw new IllegalArgumentException("an event filter has at least one choice");
        }
    }

    public static EventFilter named(String name, PropertyCondition... conditions) {
        return new EventFilter(List.of(new Choice(Optional.of(name), List.of(conditions))));
    }

    /// The same, where all of some more conditions hold.
    public EventFilter and(List<PropertyCondition> more) {
        return more.isEmpty()
                ? this
                : new EventFilter(
                        anyOf.stream()
                                .map(
                                        choice ->
                                                new Choice(
                                                        choice.name,
                                                        java.util.stream.Stream.concat(
                                                                        choice.conditions.stream(),
                                                                        more.stream())
                                                                .toList()))
                                .toList());
    }
}
