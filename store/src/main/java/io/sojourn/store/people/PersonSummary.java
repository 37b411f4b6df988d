package io.sojourn.store.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.core.value.Value;
import java.util.List;
import java.util.Optional;

/// What is kept of a person beside its visitors, to list people by.
///
/// @param firstTime lowest event time, Unix milliseconds
/// @param lastTime highest event time
/// @param events those not marked as a bot's
/// @param name [#key] of the property `name`
/// @param email [#key] of the property `email`
public record PersonSummary(
        long number,
        long firstTime,
        long lastTime,
        long events,
        long botEvents,
        long visitors,
        String name,
        String email) {

    /// Property by which people are ordered as by name.
    public static final String NAME = "name";

    /// Characters that count in an order.
    private static final int KEY_CHARS_MAX = 100;

    private static final char UNREADABLE = '\ufffd';

    /// @param members at least one
    public static PersonSummary of(long number, List<Visitor> members) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long events = 0;
        long botEvents = 0;
        boolean named = false;
        boolean addressed = false;
        for (Visitor visitor : members) {
            first = Math.min(first, visitor.firstTime());
            last = Math.max(last, visitor.lastTime());
            events += visitor.events();
            botEvents += visitor.botEvents();
            named |= visitor.properties().containsKey(NAME);
            addressed |=
                    visitor.identifier().kind().equals(Identifier.EMAIL)
                            || visitor.properties().containsKey(Identifier.EMAIL);
        }
        // Most people have neither, and this is done for each at every batch.
        Optional<Person> person =
                named || addressed ? Optional.of(new Person(members)) : Optional.empty();
        return new PersonSummary(
                number,
                first,
                last,
                events,
                botEvents,
                members.size(),
                person.flatMap(one -> one.property(NAME)).map(PersonSummary::key).orElse(""),
                person.flatMap(one -> one.property(Identifier.EMAIL))
                        .map(PersonSummary::key)
                        .orElse(""));
    }

    /// What a value is ordered by: in NFC, lower case, without white space around it, the first characters only, and
    /// with U+FFFD for what not every store can hold. Empty = as if there were none.
    static String key(Value value) {
        String text = value.text().strip();
        String folded =
                TextSearch.folded(text.substring(0, Math.min(text.length(), 4 * KEY_CHARS_MAX)));
        StringBuilder key = new StringBuilder(Math.min(folded.length(), KEY_CHARS_MAX));
        folded.codePoints()
                .limit(KEY_CHARS_MAX)
                .map(c -> isReadable(c) ? c : UNREADABLE)
                .forEach(key::appendCodePoint);
        return key.toString();
    }

    private static boolean isReadable(int c) {
        return !Character.isISOControl(c)
                && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }
}
