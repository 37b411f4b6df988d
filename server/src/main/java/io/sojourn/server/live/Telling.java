package io.sojourn.server.live;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.api.Masking;
import io.sojourn.server.live.LiveViews.Called;
import io.sojourn.server.live.Subscription.Message;
import io.sojourn.store.OpenStores;
import io.sojourn.store.people.Quarantined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Puts the present into words for its clients; what several of them are told is worded once. Used under the
/// project's lock, and opens the stores only when somebody's name is asked for.
final class Telling implements AutoCloseable {

    /// People listed in a snapshot.
    static final int PEOPLE_MAX = 500;

    /// People whose change is told at a time.
    private static final int CHANGED_MAX = 100;

    private static final int COUNTS_MAX = 50;

    private final LiveProject.Present present;
    private final OpenStores stores;
    private final ProjectId project;
    private final long now;
    private final List<OpenStores.Lease> lease = new ArrayList<>(1);
    private final Map<Long, Optional<Person>> people = new HashMap<>();
    private final Map<Worded, String> worded = new HashMap<>();

    private record Worded(long event, Masking masking) {}

    Telling(LiveProject.Present present, OpenStores stores, ProjectId project, long now) {
        this.present = present;
        this.stores = stores;
        this.project = project;
        this.now = now;
    }

    private Called called(long person, Masking masking) {
        return people.computeIfAbsent(person, this::read)
                .map(found -> Called.of(found, masking))
                .orElse(Called.NOTHING);
    }

    private Optional<Person> read(long number) {
        if (lease.isEmpty()) {
            lease.add(stores.acquire(project));
        }
        List<Visitor> visitors = lease.getFirst().stores().people().person(number);
        return visitors.isEmpty() ? Optional.empty() : Optional.of(new Person(visitors));
    }

    // --- to one client

    /// The state, and what came after the event that the client knows.
    void begin(Subscription client, OptionalLong after) {
        boolean resumes =
                after.isPresent()
                        && present.people().reaches(after.getAsLong())
                        && (!client.filter().bots() || present.bots().reaches(after.getAsLong()));
        snapshot(client, resumes ? after.getAsLong() : Long.MAX_VALUE);
        if (after.isPresent() && !resumes) {
            gap(client, OptionalLong.empty());
        }
        if (resumes) {
            for (RecentEvents.Entry entry : recent(client.filter().bots())) {
                if (entry.event().id() > after.getAsLong()) {
                    event(client, entry);
                }
            }
        }
    }

    /// @param upTo number of the last event that it holds
    void snapshot(Subscription client, long upTo) {
        long newest = Math.max(present.people().newest(), present.bots().newest());
        client.offer(
                new Message(
                        "snapshot",
                        Long.toString(Math.min(upTo, newest)),
                        snapshot(client.filter(), client.person(), upTo)));
    }

    void event(Subscription client, RecentEvents.Entry entry) {
        Event event = entry.event();
        if (client.filter().takes(event, entry.person(), client.person())) {
            client.offerEvent(
                    () ->
                            new Message(
                                    Message.EVENT,
                                    Long.toString(event.id()),
                                    word(entry, client.filter().masking())));
        }
    }

    private String word(RecentEvents.Entry entry, Masking masking) {
        return worded.computeIfAbsent(
                new Worded(entry.event().id(), masking),
                key -> {
                    StringBuilder json = new StringBuilder(512);
                    LiveViews.event(
                            json,
                            entry.event(),
                            entry.person(),
                            called(entry.person(), masking),
                            masking);
                    return json.toString();
                });
    }

    /// @param missed events, empty = not known
    void gap(Subscription client, OptionalLong missed) {
        client.offer(
                new Message(
                        "gap",
                        "",
                        "{\"missed\":"
                                + (missed.isPresent() ? "" + missed.getAsLong() : "null")
                                + "}"));
    }

    void refused(Subscription client, List<Quarantined> entries) {
        Map<String, List<Quarantined>> byReason = new LinkedHashMap<>();
        entries.forEach(
                entry ->
                        byReason.computeIfAbsent(entry.reason(), key -> new ArrayList<>())
                                .add(entry));
        byReason.forEach(
                (reason, same) -> {
                    Quarantined latest = same.getLast();
                    StringBuilder json = new StringBuilder("{\"count\":").append(same.size());
                    LiveViews.field(json, "reason", reason);
                    LiveViews.field(json, "message", latest.message());
                    LiveViews.field(json, "advice", Advice.on(reason));
                    json.append(",\"received\":").append(latest.received());
                    LiveViews.field(json, "domain", latest.origin().domain());
                    client.offer(new Message("refused", "", json.append('}').toString()));
                });
    }

    void tick(Subscription client, Online.Difference difference) {
        StringBuilder rate = new StringBuilder(256);
        LiveViews.rate(rate, present.rate(), now);
        client.offer(new Message("rate", "", rate.toString()));
        if (!difference.isNone()) {
            client.offer(new Message("online", "", difference(client, difference)));
        }
    }

    private String difference(Subscription client, Online.Difference difference) {
        List<Online.Somebody> changed =
                difference.changed().stream()
                        .filter(person -> concerns(client, person))
                        .flatMap(person -> present.online().find(person).stream())
                        .sorted(Comparator.comparingLong(Online.Somebody::lastReceived).reversed())
                        .limit(CHANGED_MAX)
                        .toList();
        StringBuilder json = new StringBuilder("{\"online\":").append(present.online().count());
        json.append(",\"people\":");
        people(json, changed, client.filter().masking());
        json.append(",\"gone\":");
        LiveViews.numbers(
                json,
                difference.left().stream().filter(person -> concerns(client, person)).toList());
        tallies(json);
        return json.append('}').toString();
    }

    private static boolean concerns(Subscription client, long person) {
        return client.filter().visitor() == 0 || client.person() == person;
    }

    // --- as a whole

    /// `LiveSnapshot` of the API.
    String snapshot(LiveFilter filter) {
        return snapshot(filter, 0, Long.MAX_VALUE);
    }

    private String snapshot(LiveFilter filter, long person, long upTo) {
        StringBuilder json =
                new StringBuilder(64 << 10)
                        .append("{\"online\":")
                        .append(present.online().count())
                        .append(",\"people\":");
        people(
                json,
                filter.visitor() == 0
                        ? present.online().everybody(PEOPLE_MAX)
                        : present.online().find(person).stream().toList(),
                filter.masking());
        json.append(",\"events\":[");
        String comma = "";
        for (RecentEvents.Entry entry : recent(filter.bots()).reversed()) {
            if (entry.event().id() <= upTo && filter.takes(entry.event(), entry.person(), person)) {
                json.append(comma).append(word(entry, filter.masking()));
                comma = ",";
            }
        }
        json.append("],\"rate\":");
        LiveViews.rate(json, present.rate(), now);
        tallies(json);
        return json.append('}').toString();
    }

    /// Who is online: count, people, and how many per country and page.
    String online(Masking masking) {
        StringBuilder json =
                new StringBuilder(16 << 10)
                        .append("{\"count\":")
                        .append(present.online().count())
                        .append(",\"people\":");
        people(json, present.online().everybody(PEOPLE_MAX), masking);
        tallies(json);
        return json.append('}').toString();
    }

    private void people(StringBuilder json, List<Online.Somebody> somebodies, Masking masking) {
        json.append('[');
        String comma = "";
        for (Online.Somebody somebody : somebodies) {
            json.append(comma);
            comma = ",";
            LiveViews.somebody(json, somebody, called(somebody.person(), masking));
        }
        json.append(']');
    }

    private void tallies(StringBuilder json) {
        json.append(",\"countries\":");
        LiveViews.counts(json, present.online().tally(Attribute.COUNTRY, COUNTS_MAX));
        json.append(",\"pages\":");
        LiveViews.counts(json, present.online().tally(Attribute.PAGE, COUNTS_MAX));
    }

    /// By arrival.
    private List<RecentEvents.Entry> recent(boolean bots) {
        List<RecentEvents.Entry> entries = present.people().list();
        if (bots) {
            entries.addAll(present.bots().list());
            entries.sort(Comparator.comparingLong(entry -> entry.event().id()));
        }
        return entries;
    }

    @Override
    public void close() {
        lease.forEach(OpenStores.Lease::close);
    }
}
