package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.path.PathItem;
import io.sojourn.core.path.PathItems;
import io.sojourn.core.path.PathOracle;
import io.sojourn.core.path.PathOracle.PathEvent;
import io.sojourn.core.path.PathOracle.PathPerson;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.command.Command;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.json.PropertyJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Random logs through the whole pipeline, against the plain oracle of `docs/semantics.md`.
class ProjectIngestRandomTest {

    private static final int LOGS = 80;
    private static final List<String> KINDS =
            List.of(Identifier.ID, "phone", Identifier.EMAIL, Identifier.COOKIE);

    @Test
    void peopleAndEventsAreWhatTheOracleSays() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int log = 0; log < LOGS; log++) {
            int items = 1 + random.nextInt(120);
            compare(
                    new PathItems(random, KINDS).next(items),
                    settings(random),
                    random,
                    "-Dseed=" + seed);
        }
    }

    private static ProjectSettings settings(Random random) {
        ProjectSettings d = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                d.zone(),
                d.weekStart(),
                d.visits(),
                new IdentitySettings(
                        KINDS,
                        d.identity().blockedValues(),
                        random.nextInt(3) == 0 ? 3 : 0,
                        1 + random.nextInt(3),
                        1 + random.nextInt(3),
                        1 + random.nextInt(4)),
                d.bots(),
                d.excludes(),
                d.ip());
    }

    private static void compare(
            List<PathItem> items, ProjectSettings settings, Random random, String replay) {
        PipelineKit kit = new PipelineKit();
        PathOracle oracle = new PathOracle(settings.identity());
        kit.at(items.getFirst().received() - PipelineKit.NOON).settings(settings);
        for (PathItem item : items) {
            kit.at(item.received() - PipelineKit.NOON);
            tell(kit, item);
            oracle.take(EventId.of(kit.log().size(), 0), item);
            if (random.nextInt(6) == 0) {
                kit.commit();
                if (random.nextInt(3) == 0) {
                    kit.restart();
                }
            }
        }
        kit.commit();

        assertThat(people(kit.stores())).as(replay).isEqualTo(oracle.people());
        Map<String, Integer> counts = new TreeMap<>();
        kit.counts().forEach((what, count) -> counts.put(what, count.intValue()));
        counts.keySet().removeAll(List.of("command", "command_refused"));
        Map<String, Integer> expected = new TreeMap<>(oracle.counts());
        expected.keySet().removeAll(List.of("command", "command_refused"));
        assertThat(counts).as(replay).isEqualTo(expected);
        assertThat(kit.stores().people().pendingBefore(Long.MAX_VALUE))
                .as(replay)
                .hasSize(oracle.waitingUpdates());
    }

    private static void tell(PipelineKit kit, PathItem item) {
        switch (item) {
            case PathItem.Statement statement -> kit.push(line(statement));
            case PathItem.Merge merge ->
                    kit.command(new Command.Merge(merge.person(), merge.other()));
            case PathItem.Unmerge unmerge ->
                    kit.command(new Command.Unmerge(unmerge.person(), unmerge.visitors()));
            case PathItem.Delete delete -> kit.command(new Command.Delete(delete.person()));
            case PathItem.Edit edit ->
                    kit.command(new Command.Edit(edit.person(), edit.properties()));
        }
    }

    private static String line(PathItem.Statement statement) {
        Map<String, Value> params = new LinkedHashMap<>();
        params.put("project", Value.string("example.com"));
        put(params, "event", statement.name());
        put(params, "idptnc", statement.eventId());
        if (statement.time() != PathItem.NO_TIME) {
            params.put("timestamp", Value.number(statement.time()));
        }
        for (Identifier identifier : statement.identifiers()) {
            boolean cookie = identifier.kind().equals(Identifier.COOKIE);
            put(params, cookie ? "cookie" : "cv_" + identifier.kind(), identifier.value());
        }
        statement.person().forEach((key, value) -> params.put("cv_" + key, value));
        statement.event().forEach((key, value) -> params.put("ce_" + key, value));
        if (statement.duration() >= 0) {
            params.put("duration", Value.number(statement.duration()));
        }
        if (statement.standalone()) {
            put(params, "passive", "1");
        }
        if (statement.bot()) {
            put(params, "user-agent", "Googlebot/2.1 (+http://www.google.com/bot.html)");
        }
        String endpoint =
                switch (statement.kind()) {
                    case EVENT -> "ce";
                    case IDENTIFY -> "identify";
                    case PING -> "ping";
                    case UPDATE -> "update";
                };
        return "{\"endpoint\":\"" + endpoint + "\",\"params\":" + PropertyJson.write(params) + "}";
    }

    private static void put(Map<String, Value> params, String key, String text) {
        if (!text.isEmpty()) {
            params.put(key, Value.string(text));
        }
    }

    private static List<PathPerson> people(ProjectStores stores) {
        Map<Long, List<Event>> events = new TreeMap<>();
        stores.events()
                .forEachEvent(
                        event ->
                                events.computeIfAbsent(
                                                event.visitor(), visitor -> new ArrayList<>())
                                        .add(event));
        Map<Long, PathPerson> people = new TreeMap<>();
        stores.people()
                .forEachPerson(
                        visitors -> {
                            Person person = new Person(visitors);
                            List<Event> own = new ArrayList<>();
                            visitors.forEach(
                                    visitor ->
                                            own.addAll(
                                                    events.getOrDefault(
                                                            visitor.number(), List.of())));
                            own.sort(
                                    Comparator.comparingLong(Event::time)
                                            .thenComparingLong(Event::id));
                            people.put(
                                    person.number(),
                                    new PathPerson(
                                            person.number(),
                                            new TreeSet<>(person.visitorNumbers()),
                                            own.stream()
                                                    .map(ProjectIngestRandomTest::event)
                                                    .toList(),
                                            properties(person, false),
                                            properties(person, true)));
                            return true;
                        });
        return List.copyOf(people.values());
    }

    private static PathEvent event(Event event) {
        return new PathEvent(
                event.id(),
                event.visitor(),
                event.name(),
                event.time(),
                event.received(),
                event.activeUntil(),
                event.is(EventFlag.STANDALONE),
                event.is(EventFlag.BOT),
                event.is(EventFlag.TIME_CLAMPED),
                event.is(EventFlag.INFERRED),
                new TreeMap<>(event.properties()));
    }

    /// What was stated, without what the platform adds.
    private static Map<String, Value> properties(Person person, boolean first) {
        Map<String, Value> stated = new TreeMap<>();
        for (Visitor visitor : person.visitors()) {
            for (Map.Entry<String, PropertyHistory> history : visitor.properties().entrySet()) {
                String key = history.getKey();
                if (!key.startsWith("$")) {
                    stated.put(
                            key,
                            (first ? person.firstProperty(key) : person.property(key))
                                    .orElseThrow());
                }
            }
        }
        return stated;
    }
}
