package io.sojourn.store.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.SchemaBatch;
import io.sojourn.store.schema.Scope;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Batches of every kind of change, drawn one after the other from a seeded generator. What a batch changes is
/// read from a model, to which each batch is applied too: the same seed gives the same batches anywhere.
public final class RandomBatches {

    private static final long FIRST_HOUR = 490_000;

    private final RandomGenerator random;
    private final InMemoryPeopleStore model = new InMemoryPeopleStore();
    private long nextEvent;

    public RandomBatches(RandomGenerator random) {
        this.random = random;
    }

    /// What a store holds to which all batches so far were committed.
    public InMemoryPeopleStore model() {
        return model;
    }

    public PeopleBatch next() {
        BatchBuilder batch = new BatchBuilder(model);
        nextEvent = (model.position() + 1) << 10;
        long hour = Math.max(FIRST_HOUR, model.state().newestHour());
        for (int i = random.nextInt(4); i > 0; i--) {
            hour += random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(2);
            seen(batch, hour);
        }
        Map<Long, Visitor> touched = new HashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            create(batch, touched);
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            change(batch, touched);
        }
        if (random.nextInt(10) == 0) {
            delete(batch, touched);
        }
        asides(batch, hour);
        PeopleBatch built = batch.build();
        model.commit(built);
        return built;
    }

    private void seen(BatchBuilder batch, long hour) {
        for (int i = random.nextInt(20); i > 0; i--) {
            SeenEvent event = new SeenEvent(nextEvent++, 1 + random.nextInt(50), random.nextLong());
            batch.seen(anyId(), event, hour);
        }
        batch.hour(hour);
    }

    /// One of a few, so that ids come again.
    public IdHash anyId() {
        return IdHash.of("event" + random.nextInt(500));
    }

    public Identifier anyIdentifier() {
        String kind =
                List.of(Identifier.ID, Identifier.EMAIL, Identifier.COOKIE).get(random.nextInt(3));
        return new Identifier(kind, "v" + random.nextInt(60));
    }

    private long anyVisitor() {
        return 1 + random.nextLong(model.state().nextVisitor());
    }

    private void create(BatchBuilder batch, Map<Long, Visitor> touched) {
        long number = model.state().nextVisitor() + touched.size();
        while (touched.containsKey(number)) {
            number++;
        }
        List<Visitor> joined = model.person(anyVisitor());
        long person =
                joined.isEmpty() || random.nextBoolean() ? number : joined.getFirst().person();
        Visitor visitor =
                new Visitor(number, anyIdentifier(), random.nextInt(1_000), Visitor.OPEN, person);
        touched.put(number, visitor);
        act(visitor);
        batch.visitor(visitor);
    }

    private void change(BatchBuilder batch, Map<Long, Visitor> touched) {
        long number = anyVisitor();
        if (touched.containsKey(number)) {
            return;
        }
        model.visitor(number)
                .ifPresent(
                        visitor -> {
                            touched.put(number, visitor);
                            switch (random.nextInt(8)) {
                                case 0 -> move(batch, visitor);
                                case 1 -> visitor.cutAt(visitor.from() + random.nextInt(500));
                                case 2 -> visitor.retireAt(visitor.from() + random.nextInt(500));
                                case 3 -> visitor.keepApart(nextEvent++, random.nextBoolean());
                                default -> act(visitor);
                            }
                            batch.visitor(visitor);
                        });
    }

    private void move(BatchBuilder batch, Visitor visitor) {
        List<Visitor> others = model.person(anyVisitor());
        batch.person(visitor.person());
        visitor.belongTo(others.isEmpty() ? visitor.number() : others.getFirst().person());
    }

    private void act(Visitor visitor) {
        long time = visitor.from() + random.nextInt(1_000_000);
        visitor.seen(time, nextEvent++);
        visitor.present(time + random.nextInt(1_000));
        visitor.counted(random.nextInt(5) == 0);
        visitor.latestIs(new LatestEvent(nextEvent, time, time + random.nextInt(100)));
        for (int i = random.nextInt(4); i > 0; i--) {
            visitor.state("key" + random.nextInt(6), anyValue(), time, nextEvent);
        }
        if (random.nextInt(3) == 0) {
            Value name = random.nextInt(5) == 0 ? Value.UNSET : anyValue();
            visitor.state(random.nextBoolean() ? "name" : "email", name, time, nextEvent);
        }
    }

    private Value anyValue() {
        return switch (random.nextInt(3)) {
            case 0 -> Value.number(random.nextInt(10));
            case 1 -> Value.bool(random.nextBoolean());
            default -> Value.string("text\u0000\ud83d" + random.nextInt(10));
        };
    }

    private void delete(BatchBuilder batch, Map<Long, Visitor> touched) {
        List<Visitor> members = model.person(anyVisitor());
        if (members.stream().noneMatch(member -> touched.containsKey(member.number()))) {
            members.forEach(batch::delete);
        }
    }

    private void asides(BatchBuilder batch, long hour) {
        Origin origin = new Origin("d" + random.nextInt(3), "192.0.2.1", "agent");
        if (random.nextInt(3) == 0) {
            batch.pending(
                    new PendingUpdate(
                            anyId(),
                            nextEvent++,
                            hour * 3_600_000,
                            Map.of("k", anyValue()),
                            origin,
                            (byte) 1,
                            bytes()));
        }
        if (random.nextInt(3) == 0) {
            model.pendingBefore(Long.MAX_VALUE).stream()
                    .skip(random.nextInt(5))
                    .limit(2)
                    .forEach(update -> batch.pendingRemoved(update.arrival()));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String reason = "r" + random.nextInt(3);
            batch.quarantine(
                    new Quarantined(nextEvent++, reason, "wrong", 5, origin, (byte) 2, bytes()));
        }
        if (random.nextInt(3) == 0) {
            model.quarantine(1 + random.nextInt(20)).stream()
                    .reduce((newer, older) -> older)
                    .ifPresent(entry -> batch.quarantineRemoved(entry.id()));
        }
        if (random.nextInt(3) == 0) {
            batch.organisation(organisation());
        }
        batch.tally(new Tally(LocalDate.ofEpochDay(random.nextInt(3)), "event"), 1);
        if (random.nextInt(10) == 0) {
            batch.settings(settings());
        }
        if (random.nextInt(3) == 0) {
            batch.schema(schema(hour / 24));
        }
    }

    private SchemaBatch schema(long day) {
        String name = "event" + random.nextInt(5);
        Label label = new Label("", "", false, random.nextInt(4) == 0, random.nextInt(4) == 0);
        PropertyKey key =
                new PropertyKey(Scope.values()[random.nextInt(4)], "key" + random.nextInt(3));
        return new SchemaBatch(
                List.of(
                        new EventUse(
                                name, 1, random.nextInt(9), random.nextInt(99), 0, Label.NONE)),
                List.of(
                        new PropertyUse(
                                key,
                                1,
                                2,
                                random.nextInt(9),
                                1,
                                0,
                                anyValue().text(),
                                1,
                                List.of(name),
                                label)),
                Map.of(new EventDay(day - random.nextInt(40), name), 1L),
                day - 29);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Organisation organisation() {
        String id = "org" + random.nextInt(5);
        Organisation known =
                model.organisation(id)
                        .orElseGet(
                                () -> new Organisation(id, new HashMap<String, PropertyHistory>()));
        PropertyHistory history = new PropertyHistory();
        IntStream.range(0, 3)
                .forEach(i -> history.state(anyValue(), random.nextInt(100), nextEvent++));
        known.properties().put("key" + random.nextInt(3), history);
        return known;
    }

    private ProjectSettings settings() {
        ProjectSettings old = model.settings();
        return new ProjectSettings(
                old.zone(),
                old.weekStart(),
                new VisitSettings(1_000L * (1 + random.nextInt(3_600)), false, false, false),
                old.identity(),
                old.bots(),
                old.excludes(),
                old.ip());
    }
}
