package io.sojourn.server.live;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.Visit;
import io.sojourn.core.visit.Visits;
import io.sojourn.ingest.Committed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The people of one project who are there now: those of whom an event that is not standalone, or a ping, was received
/// within their timeout. Bots are nobody.
///
/// Kept by visitor, so that a merge or un-merge only says whose they are. What it is told twice changes nothing.
/// Confined to whoever holds its project's lock.
final class Online {

    /// Visitors kept; beyond, those who were heard of longest ago go.
    static final int VISITORS_MAX = 50_000;

    /// Events of one visitor that are kept to tell a visit by; beyond, the second oldest goes, so that the beginning stays.
    static final int EVENTS_OF_VISITOR_MAX = 100;

    private static final Comparator<Event> IN_ORDER =
            Comparator.comparingLong(Event::time).thenComparingLong(Event::id);

    /// Attributes that are shown of somebody.
    private static final Set<Attribute> SHOWN =
            Set.of(
                    Attribute.APP,
                    Attribute.BROWSER,
                    Attribute.OS,
                    Attribute.DEVICE,
                    Attribute.COUNTRY,
                    Attribute.CITY,
                    Attribute.REFERRER,
                    Attribute.CAMPAIGN_NAME,
                    Attribute.CAMPAIGN_SOURCE,
                    Attribute.PAGE);

    private static final String TITLE = "title";

    private static final class Known {
        private final long visitor;
        private long person;
        private long lastReceived;
        private final List<Event> events = new ArrayList<>(4);

        Known(long visitor) {
            this.visitor = visitor;
            this.person = visitor;
        }
    }

    /// Somebody who is there.
    ///
    /// @param lastReceived Unix milliseconds
    /// @param visit the one under way
    record Somebody(long person, long lastReceived, Visit visit) {

        /// The latest text that an event of the visit has for an attribute, else empty.
        String latest(Attribute attribute) {
            for (Event event : visit.events().reversed()) {
                String text = event.attributes().get(attribute);
                if (!text.isEmpty()) {
                    return text;
                }
            }
            return "";
        }

        /// Title of the page they look at.
        String title() {
            for (Event event : visit.events().reversed()) {
                if (!event.attributes().get(Attribute.PAGE).isEmpty()) {
                    Value title = event.properties().get(TITLE);
                    return title == null ? "" : title.text();
                }
            }
            return "";
        }
    }

    private final Map<Long, Known> visitors = new HashMap<>();
    private final Map<Long, Set<Known>> people = new HashMap<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final Set<Long> left = new LinkedHashSet<>();
    private ProjectSettings settings;

    Online(ProjectSettings settings) {
        this.settings = settings;
    }

    void settings(ProjectSettings now) {
        settings = now;
    }

    /// An event of somebody who is there by it, or was afterwards.
    void add(Event event) {
        if (event.is(EventFlag.BOT) || event.is(EventFlag.STANDALONE)) {
            return;
        }
        Known known = visitors.get(event.visitor());
        if (known == null) {
            known = new Known(event.visitor());
            visitors.put(known.visitor, known);
            join(known, known.visitor);
        }
        known.lastReceived = Math.max(known.lastReceived, event.received());
        insert(known.events, slim(event));
        changed.add(known.person);
    }

    private static void insert(List<Event> events, Event event) {
        int at = events.size();
        while (at > 0 && IN_ORDER.compare(events.get(at - 1), event) > 0) {
            at--;
        }
        if (at > 0 && events.get(at - 1).id() == event.id()) {
            return;
        }
        events.add(at, event);
        if (events.size() > EVENTS_OF_VISITOR_MAX) {
            events.remove(1);
        }
    }

    /// Only what is shown of it.
    private static Event slim(Event event) {
        Attributes.Builder attributes = new Attributes.Builder();
        SHOWN.forEach(shown -> attributes.set(shown, event.attributes().get(shown)));
        Value title = event.properties().get(TITLE);
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.flags(),
                event.activeUntil(),
                event.timeout(),
                attributes.build(),
                title == null ? Map.of() : Map.of(TITLE, title),
                Map.of());
    }

    /// An update or ping: it can only prolong.
    void change(EventChange change) {
        Known known = visitors.get(change.visitor());
        if (known == null) {
            return;
        }
        for (int i = known.events.size() - 1; i >= 0; i--) {
            Event event = known.events.get(i);
            if (event.id() == change.event() && change.activeUntil() > event.activeUntil()) {
                known.events.set(i, prolonged(event, change.activeUntil()));
                changed.add(known.person);
            }
        }
    }

    private static Event prolonged(Event event, long activeUntil) {
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.flags(),
                activeUntil,
                event.timeout(),
                event.attributes(),
                event.properties(),
                event.visitProperties());
    }

    /// Whose a visitor is, and when it was heard of last.
    ///
    /// @return false where it is there but nothing is known of it
    boolean touch(Committed.Touched touched, long now) {
        Known known = visitors.get(touched.visitor());
        if (known == null) {
            boolean there =
                    touched.events() > 0
                            && touched.lastReceived() > 0
                            && now - touched.lastReceived() <= settings.visits().timeoutMillis();
            return !there;
        }
        known.lastReceived = Math.max(known.lastReceived, touched.lastReceived());
        if (known.person != touched.person()) {
            leave(known);
            join(known, touched.person());
        }
        changed.add(known.person);
        return true;
    }

    /// The visitor was deleted.
    void forget(long visitor) {
        Known known = visitors.remove(visitor);
        if (known != null) {
            leave(known);
        }
    }

    private void join(Known known, long person) {
        known.person = person;
        people.computeIfAbsent(person, key -> new HashSet<>()).add(known);
        left.remove(person);
    }

    private void leave(Known known) {
        Set<Known> members = people.getOrDefault(known.person, Set.of());
        members.remove(known);
        if (members.isEmpty()) {
            people.remove(known.person);
            changed.remove(known.person);
            left.add(known.person);
        } else {
            changed.add(known.person);
        }
    }

    private long until(Set<Known> members) {
        long until = Long.MIN_VALUE;
        for (Known known : members) {
            until = Math.max(until, known.lastReceived + timeout(known));
        }
        return until;
    }

    private long timeout(Known known) {
        long own = settings.visits().timeoutAsSent() ? known.events.getLast().timeout() : 0;
        return own > 0 ? own : settings.visits().timeoutMillis();
    }

    /// Lets those go who are no longer there.
    void expire(long now) {
        List<Set<Known>> gone = new ArrayList<>();
        for (Set<Known> members : people.values()) {
            if (until(members) < now) {
                gone.add(members);
            }
        }
        gone.forEach(this::drop);
        if (visitors.size() > VISITORS_MAX) {
            people.values().stream()
                    .sorted(Comparator.comparingLong(this::until))
                    .limit(people.size() / 10 + 1L)
                    .toList()
                    .forEach(this::drop);
        }
    }

    private void drop(Set<Known> members) {
        for (Known known : List.copyOf(members)) {
            visitors.remove(known.visitor);
            leave(known);
        }
    }

    int count() {
        return people.size();
    }

    /// Somebody, with the visit that is under way.
    Optional<Somebody> find(long person) {
        Set<Known> members = people.getOrDefault(person, Set.of());
        if (members.isEmpty()) {
            return Optional.empty();
        }
        List<Event> events = new ArrayList<>();
        long lastReceived = 0;
        for (Known known : members) {
            events.addAll(known.events);
            lastReceived = Math.max(lastReceived, known.lastReceived);
        }
        events.sort(IN_ORDER);
        return Optional.of(
                new Somebody(person, lastReceived, Visits.of(settings, events).getLast()));
    }

    /// Everybody, heard of last first.
    List<Somebody> everybody(int limit) {
        return people.entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (Map.Entry<Long, Set<Known>> entry) ->
                                                -lastReceived(entry.getValue()))
                                .thenComparing(Map.Entry::getKey))
                .limit(limit)
                .flatMap(entry -> find(entry.getKey()).stream())
                .toList();
    }

    private static long lastReceived(Set<Known> members) {
        return members.stream().mapToLong(known -> known.lastReceived).max().orElse(0);
    }

    /// People by what their latest event that has the attribute says, most first.
    Map<String, Integer> tally(Attribute attribute, int limit) {
        Map<String, Integer> counts = new HashMap<>();
        for (Set<Known> members : people.values()) {
            String text = latest(members, attribute);
            if (!text.isEmpty()) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        Map<String, Integer> most = new java.util.LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }

    private static String latest(Set<Known> members, Attribute attribute) {
        Optional<Event> latest = Optional.empty();
        for (Known known : members) {
            for (int i = known.events.size() - 1; i >= 0; i--) {
                Event event = known.events.get(i);
                if (!event.attributes().get(attribute).isEmpty()) {
                    if (latest.isEmpty() || IN_ORDER.compare(event, latest.get()) > 0) {
                        latest = Optional.of(event);
                    }
                    break;
                }
            }
        }
        return latest.map(event -> event.attributes().get(attribute)).orElse("");
    }

    /// Who is there otherwise than when it was asked last, and who is there no more.
    record Difference(Set<Long> changed, Set<Long> left) {
        boolean isNone() {
            return changed.isEmpty() && left.isEmpty();
        }
    }

    Difference difference() {
        Difference difference = new Difference(Set.copyOf(changed), Set.copyOf(left));
        changed.clear();
        left.clear();
        return difference;
    }
}
