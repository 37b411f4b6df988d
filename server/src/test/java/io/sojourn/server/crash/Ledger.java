package io.sojourn.server.crash;

import io.sojourn.core.person.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What clients sent, and what they were told of it. An event is known by a number of its own, which it carries as a
/// property; so is an update.
final class Ledger {

    enum Fate {
        /// Must be there once.
        ACKNOWLEDGED,
        /// The connection broke before an answer came: there once or not at all.
        IN_DOUBT,
        /// Must never appear.
        REFUSED;

        /// One attempt that was acknowledged is enough, and one in doubt may have done it.
        Fate or(Fate other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    record SentEvent(String cookie, Fate fate) {}

    record SentUpdate(int event, Fate fate) {}

    /// Two identifiers of which it was acknowledged that they lead to one person, or to two.
    record Together(Identifier one, Identifier other, boolean joined) {}

    private final Map<Integer, SentEvent> events = new ConcurrentHashMap<>();
    private final Map<Integer, SentUpdate> updates = new ConcurrentHashMap<>();
    private final Map<String, Fate> deletions = new ConcurrentHashMap<>();
    private final Map<Identifier, Together> together = new ConcurrentHashMap<>();
    private final Queue<Statement> open = new ConcurrentLinkedQueue<>();

    void event(int number, String cookie, Fate fate) {
        events.merge(
                number,
                new SentEvent(cookie, fate),
                (before, now) -> new SentEvent(cookie, before.fate().or(now.fate())));
    }

    void update(int number, int event, Fate fate) {
        updates.merge(
                number,
                new SentUpdate(event, fate),
                (before, now) -> new SentUpdate(event, before.fate().or(now.fate())));
    }

    void deletion(String cookie, Fate fate) {
        deletions.merge(cookie, fate, Fate::or);
    }

    void together(Identifier one, Identifier other, boolean joined) {
        together.put(one, new Together(one, other, joined));
    }

    /// Nothing is claimed of the two any more.
    void forget(Identifier one) {
        together.remove(one);
    }

    /// In doubt, and may be sent again without being doubled.
    void open(Statement statement) {
        open.add(statement);
    }

    List<Statement> takeOpen() {
        List<Statement> taken = new ArrayList<>();
        for (Statement next = open.poll(); next != null; next = open.poll()) {
            taken.add(next);
        }
        return taken;
    }

    Map<Integer, SentEvent> events() {
        return Map.copyOf(events);
    }

    Map<Integer, SentUpdate> updates() {
        return Map.copyOf(updates);
    }

    Map<String, Fate> deletions() {
        return Map.copyOf(deletions);
    }

    List<Together> together() {
        return List.copyOf(together.values());
    }

    long acknowledged() {
        return events.values().stream().filter(e -> e.fate() == Fate.ACKNOWLEDGED).count();
    }

    long refused() {
        return events.values().stream().filter(e -> e.fate() == Fate.REFUSED).count();
    }
}
