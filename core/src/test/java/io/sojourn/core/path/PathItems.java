package io.sojourn.core.path;

import io.sojourn.core.path.PathItem.Statement;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// Random logs of one project: few identifiers and event ids, so that everything meets; ties, late events, clock
/// errors, duplicates, updates before and after their event, pings, and now and then a command.
public final class PathItems {

    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    private final Random random;
    private final List<String> kinds;
    private long received = 1_700_000_000_000L;

    /// @param kinds of identifiers, strongest first
    public PathItems(Random random, List<String> kinds) {
        this.random = random;
        this.kinds = List.copyOf(kinds);
    }

    public List<PathItem> next(int count) {
        List<PathItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(next());
        }
        return items;
    }

    public PathItem next() {
        received += advance();
        return switch (random.nextInt(40)) {
            case 0 -> new PathItem.Merge(received, visitor(), visitor());
            case 1 -> new PathItem.Unmerge(received, visitor(), visitors());
            case 2 ->
                    random.nextInt(3) == 0
                            ? new PathItem.Delete(received, visitor())
                            : new PathItem.Edit(received, visitor(), personProperties());
            case 3, 4, 5, 6 -> statement(PathItem.Kind.IDENTIFY);
            case 7, 8, 9, 10, 11 -> statement(PathItem.Kind.PING);
            case 12, 13, 14, 15, 16, 17, 18, 19 -> statement(PathItem.Kind.UPDATE);
            default -> statement(PathItem.Kind.EVENT);
        };
    }

    private long advance() {
        return switch (random.nextInt(30)) {
            case 0 -> random.nextLong(9 * DAY_MILLIS);
            case 1, 2 -> random.nextLong(DAY_MILLIS);
            case 3, 4, 5, 6, 7 -> 30 * MINUTE_MILLIS;
            case 8, 9, 10, 11 -> 0;
            default -> random.nextLong(40) * MINUTE_MILLIS;
        };
    }

    private Statement statement(PathItem.Kind kind) {
        boolean isEvent = kind == PathItem.Kind.EVENT;
        boolean isUpdate = kind == PathItem.Kind.UPDATE;
        boolean saysPerson = kind == PathItem.Kind.IDENTIFY || random.nextInt(4) == 0;
        List<Identifier> identifiers = identifiers();
        Map<String, Value> person = new LinkedHashMap<>();
        if (saysPerson && kind != PathItem.Kind.PING) {
            person.putAll(personProperties());
        }
        if (kind != PathItem.Kind.PING) {
            identifiers.stream()
                    .filter(identifier -> !identifier.kind().equals(Identifier.COOKIE))
                    .forEach(
                            identifier ->
                                    person.put(
                                            identifier.kind(), Value.string(identifier.value())));
        }
        return new Statement(
                kind,
                received,
                isEvent && random.nextInt(50) > 0 ? "e" + random.nextInt(5) : "",
                time(),
                (isEvent || isUpdate) && random.nextInt(6) > 0 ? "x" + random.nextInt(12) : "",
                identifiers,
                isEvent || isUpdate ? eventProperties() : Map.of(),
                person,
                (isEvent || isUpdate) && random.nextInt(3) == 0
                        ? random.nextInt(100) * 30_000L
                        : -1,
                isEvent && random.nextInt(6) == 0,
                isEvent && random.nextInt(10) == 0);
    }

    private long time() {
        return switch (random.nextInt(12)) {
            case 0 -> received + random.nextLong(3 * 60) * MINUTE_MILLIS;
            case 1, 2, 3 -> received - random.nextLong(60) * MINUTE_MILLIS;
            case 4 -> received - random.nextLong(5 * DAY_MILLIS);
            case 5 -> received;
            default -> PathItem.NO_TIME;
        };
    }

    private List<Identifier> identifiers() {
        List<Identifier> identifiers = new ArrayList<>();
        for (String kind : kinds) {
            boolean isCookie = kind.equals(Identifier.COOKIE);
            if (random.nextInt(10) < (isCookie ? 8 : 2)) {
                String value = kind.charAt(0) + "" + random.nextInt(6);
                identifiers.add(
                        new Identifier(kind, kind.equals(Identifier.EMAIL) ? value + "@x" : value));
            }
        }
        return identifiers;
    }

    private Map<String, Value> personProperties() {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (String key : List.of("plan", "city")) {
            if (random.nextBoolean()) {
                properties.put(key, Value.string(key + random.nextInt(3)));
            }
        }
        return properties;
    }

    private Map<String, Value> eventProperties() {
        Map<String, Value> properties = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            properties.put("page", Value.string("p" + random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            properties.put("scroll depth", Value.number("0." + (1 + random.nextInt(9))));
        }
        if (random.nextInt(8) == 0) {
            properties.put("refunded", Value.bool(random.nextBoolean()));
        }
        return properties;
    }

    private long visitor() {
        return random.nextLong(1, 21);
    }

    private Set<Long> visitors() {
        Set<Long> visitors = new TreeSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            visitors.add(visitor());
        }
        return visitors;
    }
}
