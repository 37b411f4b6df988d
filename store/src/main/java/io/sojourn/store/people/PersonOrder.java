package io.sojourn.store.people;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// An order of people. Those of equal keys follow each other by number; descending is ascending read backwards.
/// People without a name or address come last in both, the latest number first.
public record PersonOrder(Key key, boolean descending) {

    public static final PersonOrder LAST_SEEN_FIRST = new PersonOrder(Key.LAST_SEEN, true);

    public enum Key {
        /// Equal times: the lowest number first where the latest is first.
        LAST_SEEN(false),
        FIRST_SEEN(false),
        /// Those not marked as a bot's.
        EVENTS(false),
        /// By [PersonSummary#key], in the order of code points.
        NAME(true),
        EMAIL(true);

        private final boolean text;

        Key(boolean text) {
            this.text = text;
        }

        /// Whether it is a text, which can be missing.
        public boolean isText() {
            return text;
        }
    }

    /// Whether numbers rise among equal keys.
    public boolean numbersRise() {
        return (key == Key.LAST_SEEN) == descending;
    }

    /// Of places of this order.
    public Comparator<Place> comparator() {
        Comparator<Place> byNumber = Comparator.comparingLong(Place::number);
        Comparator<Place> byKey =
                key.isText()
                        ? Comparator.comparing(
                                place -> place.text().getBytes(StandardCharsets.UTF_8),
                                Arrays::compareUnsigned)
                        : Comparator.comparingLong(Place::value);
        Comparator<Place> present =
                (descending ? byKey.reversed() : byKey)
                        .thenComparing(numbersRise() ? byNumber : byNumber.reversed());
        if (!key.isText()) {
            return present;
        }
        Comparator<Place> missingLast = Comparator.comparing(place -> place.text().isEmpty());
        return missingLast.thenComparing(
                (left, right) ->
                        left.text().isEmpty()
                                ? byNumber.reversed().compare(left, right)
                                : present.compare(left, right));
    }

    /// Where a person stands in an order.
    ///
    /// @param value key of a person, 0 where the key is a text
    /// @param text key of a person, empty where it is a number or missing
    public record Place(long value, String text, long number) {}

    public Place placeOf(PersonSummary person) {
        return switch (key) {
            case LAST_SEEN -> new Place(person.lastTime(), "", person.number());
            case FIRST_SEEN -> new Place(person.firstTime(), "", person.number());
            case EVENTS -> new Place(person.events(), "", person.number());
            case NAME -> new Place(0, person.name(), person.number());
            case EMAIL -> new Place(0, person.email(), person.number());
        };
    }
}
