package io.sojourn.store.people;

import java.util.Set;

/// Which refused requests are wanted.
///
/// @param reason empty = any
/// @param domains of which one was named, as they are kept; empty = any
/// @param from received then or later, Unix milliseconds
/// @param to received before, `Long.MAX_VALUE` = without end
/// @param beforeId with a lower id only, `Long.MAX_VALUE` = from the newest
public record QuarantineFilter(
        String reason, Set<String> domains, long from, long to, long beforeId) {

    public static final QuarantineFilter ALL =
            new QuarantineFilter("", Set.of(), Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public QuarantineFilter {
        domains = Set.copyOf(domains);
    }

    public boolean takes(Quarantined entry) {
        return (reason.isEmpty() || reason.equals(entry.reason()))
                && (domains.isEmpty() || domains.contains(entry.origin().domain()))
                && entry.received() >= from
                && entry.received() < to
                && entry.id() < beforeId;
    }
}
