package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import java.util.List;

/// What is kept of a person beside its visitors, to list people by.
///
/// @param firstTime lowest event time, Unix milliseconds
/// @param lastTime highest event time
/// @param events those not marked as a bot's
public record PersonSummary(
        long number, long firstTime, long lastTime, long events, long botEvents, long visitors) {

    /// @param members at least one
    public static PersonSummary of(long number, List<Visitor> members) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long events = 0;
        long botEvents = 0;
        for (Visitor visitor : members) {
            first = Math.min(first, visitor.firstTime());
            last = Math.max(last, visitor.lastTime());
            events += visitor.events();
            botEvents += visitor.botEvents();
        }
        return new PersonSummary(number, first, last, events, botEvents, members.size());
    }
}
