package io.sojourn.journey.scan;

/// A property as questions see it: one value, or none, of every event or of every person.
///
/// @param key the property's key; empty for [Scope#EVENT_NAME]
public record Column(Scope scope, String key) {

    /// The name of the event itself.
    public static final Column EVENT_NAME = new Column(Scope.EVENT_NAME, "");

    public enum Scope {
        /// A property of the event; where it has none of that key, the attribute of that key
        /// ([io.sojourn.core.event.Attribute#key]), such as `country`.
        EVENT,
        EVENT_NAME,
        /// Of the event's visit: the last value that one of its events carried (`cs_`), else the attribute of its first
        /// event that is not standalone. Events outside any visit have none.
        VISIT,
        /// The person's property when the event happened.
        PERSON_AT_EVENT,
        /// The person's property as of the scan's `asOf`: the newest value up to then.
        PERSON,
        /// The oldest value of the person's property, none where it was stated after `asOf`.
        PERSON_FIRST;

        /// One value per person; the others have one per event.
        public boolean isOfPerson() {
            return this == PERSON || this == PERSON_FIRST;
        }
    }

    public Column {
        if (key.isEmpty() != (scope == Scope.EVENT_NAME)) {
            throw new IllegalArgumentException("no key for " + scope + ": '" + key + "'");
        }
    }
}
