package io.sojourn.journey.oracle;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.value.Value;
import io.sojourn.journey.oracle.History.Act;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Draws histories: few names and values, many ties, times that lie seconds, hours or weeks apart, around the days on
/// which clocks are put forward and back; late events, changes, merges, un-merges and deletions.
public final class RandomHistories {

    /// Around which events happen: clocks are put forward in New York and Berlin, back in Berlin, and neither.
    static final List<Instant> MIDDLES =
            List.of(
                    Instant.parse("2024-03-10T12:00:00Z"),
                    Instant.parse("2024-03-31T02:00:00Z"),
                    Instant.parse("2024-10-27T02:00:00Z"),
                    Instant.parse("2024-02-28T20:00:00Z"));

    /// How far apart events may lie, milliseconds.
    static final List<Long> SPANS =
            List.of(4_000L, 600_000L, 5 * 3_600_000L, 4 * 86_400_000L, 60 * 86_400_000L);

    static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "pv");
    static final List<String> PLANS =
            List.of("free", "pro", "Pro", "95", "caf\u00e9", "cafe\u0301");
    static final List<String> PRICES =
            List.of("5", "10", "10.5", "-3", "many", "1e2", "2024-03-10T12:00:00Z", "2024-03-11");
    static final List<String> TAGS =
            List.of("[]", "[\"x\"]", "[\"x\",\"y\"]", "[1,\"y\"]", "x", "[x");
    static final List<String> PAGES =
            List.of("/", "/docs", "/docs/12", "/docs/77/edit", "/shop/cart", "/shop/item/9");
    static final List<String> TIERS = List.of("gold", "tin", "7");
    static final List<String> CITIES = List.of("Rome", "Oslo");

    private final RandomGenerator random;
    private final List<Act> acts = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Long> people = new TreeMap<>();
    private final long middle;
    private final long span;
    private final long grain;
    private final List<String> names;

    private RandomHistories(RandomGenerator random) {
        this.random = random;
        middle = any(MIDDLES).toEpochMilli();
        span = any(SPANS);
        grain = Math.max(1, span / (2 + random.nextInt(400)));
        names = NAMES.subList(random.nextInt(5), NAMES.size());
    }

    /// Where no store is needed, visitors are moved, but most histories have one visitor a person.
    public static History draw(RandomGenerator random) {
        return new RandomHistories(random).history();
    }

    private History history() {
        int visitors = random.nextInt(4) == 0 ? 1 + random.nextInt(60) : 1 + random.nextInt(8);
        int eventsMax = random.nextInt(visitors > 20 ? 60 : 15) == 0 ? 200 : 24;
        List<Runnable> plans = new ArrayList<>();
        for (long visitor = 1; visitor <= visitors; visitor++) {
            long number = visitor;
            born(number);
            int count = random.nextInt(6) == 0 ? 0 : random.nextInt(eventsMax + 1);
            for (int i = 0; i < count; i++) {
                plans.add(() -> happened(number));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                plans.add(() -> stated(number));
            }
        }
        shuffle(plans);
        boolean moving = random.nextInt(3) > 0;
        for (Runnable plan : plans) {
            plan.run();
            if (moving && random.nextInt(12) == 0) {
                move();
            }
        }
        return new History(acts);
    }

    private void shuffle(List<Runnable> plans) {
        for (int i = plans.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Runnable swapped = plans.get(i);
            plans.set(i, plans.get(other));
            plans.set(other, swapped);
        }
    }

    private long arrival() {
        return EventId.of(acts.size() + 1L, random.nextInt(3));
    }

    /// Late, since times are drawn in no order; tied, since they are multiples of a grain.
    private long time() {
        long time = middle - span / 2 + random.nextLong(span / grain + 1) * grain;
        return random.nextInt(10) == 0 ? time + random.nextInt(2_000) : time;
    }

    private void born(long visitor) {
        record(new History.Born(visitor, time(), arrival()));
    }

    private void stated(long visitor) {
        if (!isKnown(visitor)) {
            return;
        }
        String key = random.nextBoolean() ? "tier" : "city";
        Value value =
                random.nextInt(8) == 0
                        ? Value.UNSET
                        : value(any(key.equals("tier") ? TIERS : CITIES));
        record(new History.Stated(visitor, key, value, time(), arrival()));
    }

    private void record(Act act) {
        acts.add(act);
        History.move(people, act);
    }

    private boolean isKnown(long visitor) {
        return people.containsKey(visitor);
    }

    private void happened(long visitor) {
        if (!isKnown(visitor)) {
            return;
        }
        boolean waited = random.nextInt(20) == 0;
        long id = waited ? EventId.of(acts.size() + 2L, 0) : arrival();
        long time = time();
        int flags = random.nextInt(12) == 0 ? EventFlag.BOT.bit() : 0;
        flags |= random.nextInt(8) == 0 ? EventFlag.STANDALONE.bit() : 0;
        String name = any(names);
        Map<String, Value> properties = new LinkedHashMap<>();
        maybe(properties, "plan", PLANS, 3);
        maybe(properties, "price", PRICES, 3);
        maybe(properties, "tags", TAGS, 3);
        maybe(properties, "page", PAGES, name.equals("pv") ? 5 : 1);
        Map<String, Value> ofVisit = new LinkedHashMap<>();
        maybe(ofVisit, "ref", CITIES, 1);
        Attributes.Builder attributes = new Attributes.Builder();
        if (random.nextInt(3) == 0) {
            attributes.set(Attribute.COUNTRY, random.nextBoolean() ? "DE" : "IT");
        }
        if (random.nextInt(4) == 0) {
            attributes.set(Attribute.CAMPAIGN_NAME, random.nextBoolean() ? "spring" : "fall");
        }
        if (random.nextInt(4) == 0) {
            attributes.set(Attribute.PAGE, "example.com" + any(PAGES));
        }
        Event event =
                new Event(
                        id,
                        visitor,
                        time,
                        middle + span,
                        name,
                        flags,
                        random.nextInt(5) == 0 ? time + random.nextLong(grain * 3 + 1) : time,
                        random.nextInt(5) == 0 ? grain : 0,
                        attributes.build(),
                        properties,
                        ofVisit);
        if (waited) {
            change(event, arrival());
        }
        record(new History.Happened(event));
        events.add(event);
        if (random.nextInt(6) == 0) {
            change(any(events), arrival());
        }
    }

    private void change(Event event, long arrival) {
        if (!isKnown(event.visitor())) {
            return;
        }
        Map<String, Value> properties = new LinkedHashMap<>();
        maybe(properties, "plan", PLANS, 4);
        maybe(properties, "price", PRICES, 2);
        long until = random.nextBoolean() ? event.time() + random.nextLong(grain * 4 + 1) : 0;
        record(
                new History.Changed(
                        new EventChange(
                                event.id(),
                                event.visitor(),
                                event.time(),
                                arrival,
                                until,
                                properties)));
    }

    private void maybe(Map<String, Value> properties, String key, List<String> values, int ofSix) {
        if (random.nextInt(6) < ofSix) {
            properties.put(key, value(any(values)));
        }
    }

    private Value value(String text) {
        return Double.isNaN(Value.string(text).number()) || random.nextBoolean()
                ? Value.string(text)
                : Value.number(text);
    }

    private void move() {
        if (people.isEmpty()) {
            return;
        }
        long visitor = any(List.copyOf(people.keySet()));
        Set<Long> members = History.members(people, visitor);
        switch (random.nextInt(8)) {
            case 0 -> {
                if (people.size() > 3) {
                    record(new History.Deleted(members));
                }
            }
            case 1, 2, 3 -> {
                if (members.size() > 1) {
                    Set<Long> some = new HashSet<>(Set.of(visitor));
                    members.stream()
                            .filter(one -> some.size() + 1 < members.size())
                            .sorted(Comparator.naturalOrder())
                            .filter(one -> random.nextInt(3) == 0)
                            .forEach(
                                    one -> {
                                        if (some.size() + 1 < members.size()) {
                                            some.add(one);
                                        }
                                    });
                    record(new History.Parted(some));
                }
            }
            default -> {
                long other = any(List.copyOf(people.keySet()));
                if (!members.contains(other)) {
                    record(new History.Merged(visitor, other));
                }
            }
        }
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
