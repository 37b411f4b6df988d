package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.ingest.Committed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineTest {

    private static final long MINUTE = 60_000;
    private static final ProjectSettings SETTINGS = settings(false);

    private static ProjectSettings settings(boolean asSent) {
        ProjectSettings standard = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                standard.zone(),
                standard.weekStart(),
                new VisitSettings(30 * MINUTE, asSent, false, false),
                standard.identity(),
                standard.bots(),
                standard.excludes(),
                standard.ip());
    }

    private static Event event(long id, long visitor, long time, int flags, long timeout) {
        Attributes attributes =
                new Attributes.Builder()
                        .set(Attribute.PAGE, "shop.example/" + id % 4)
                        .set(Attribute.COUNTRY, visitor % 2 == 0 ? "DE" : "FR")
                        .build();
        return new Event(
                id,
                visitor,
                time,
                time,
                "pv",
                flags,
                time,
                timeout,
                attributes,
                Map.of(),
                Map.of());
    }

    private static Event event(long id, long visitor, long time) {
        return event(id, visitor, time, 0, 0);
    }

    private static Committed.Touched touched(long visitor, long person, long lastReceived) {
        return new Committed.Touched(visitor, person, lastReceived, 1);
    }

    @Test
    void somebodyIsThereForAsLongAsTheTimeoutAndNotAMillisecondLonger() {
        Online online = new Online(SETTINGS);
        online.add(event(1, 1, 0));
        online.expire(30 * MINUTE);
        assertThat(online.count()).isOne();
        online.expire(30 * MINUTE + 1);
        assertThat(online.count()).isZero();
        assertThat(online.difference().left()).containsExactly(1L);
    }

    @Test
    void aPingKeepsSomebodyThereAndTheirVisitOpen() {
        Online online = new Online(SETTINGS);
        online.add(event(1, 1, 0));
        online.change(new EventChange(1, 1, 0, 2, 25 * MINUTE, Map.of()));
        online.touch(touched(1, 1, 25 * MINUTE), 25 * MINUTE);
        online.expire(50 * MINUTE);
        online.add(event(3, 1, 50 * MINUTE));
        Online.Somebody somebody = online.find(1).orElseThrow();
        assertThat(somebody.visit().start()).isZero();
        assertThat(somebody.visit().events()).hasSize(2);
    }

    @Test
    void twoDevicesOfOnePersonAreOneVisitAndTheOtherPersonIsGone() {
        Online online = new Online(SETTINGS);
        online.add(event(1, 1, 0));
        online.add(event(2, 2, MINUTE));
        online.touch(touched(1, 1, 0), MINUTE);
        online.touch(touched(2, 1, MINUTE), MINUTE);
        assertThat(online.count()).isOne();
        assertThat(online.difference().left()).containsExactly(2L);
        assertThat(online.find(1).orElseThrow().visit().events()).hasSize(2);

        online.touch(touched(2, 2, MINUTE), MINUTE);
        assertThat(online.count()).isEqualTo(2);
        assertThat(online.tally(Attribute.COUNTRY, 10)).isEqualTo(Map.of("FR", 1, "DE", 1));
    }

    @Test
    void botsAndStandaloneEventsBringNobody() {
        Online online = new Online(SETTINGS);
        online.add(event(1, 1, 0, EventFlag.BOT.bit(), 0));
        online.add(event(2, 2, 0, EventFlag.STANDALONE.bit(), 0));
        assertThat(online.count()).isZero();
    }

    @Test
    void theTimeoutThatWasSentCountsWhereTheProjectSaysSo() {
        Online online = new Online(settings(true));
        online.add(event(1, 1, 0, 0, 5 * MINUTE));
        online.expire(6 * MINUTE);
        assertThat(online.count()).isZero();
    }

    @Test
    void whoComesBackByAPingAloneIsNotKnown() {
        Online online = new Online(SETTINGS);
        assertThat(online.touch(touched(7, 7, 100 * MINUTE), 100 * MINUTE)).isFalse();
        assertThat(online.touch(touched(7, 7, 0), 100 * MINUTE)).isTrue();
    }

    /// Everything that was ever said, searched as a whole for each question.
    private static final class Model {
        private final List<Event> events = new ArrayList<>();
        private final Map<Long, Long> persons = new HashMap<>();
        private final Map<Long, Long> lastReceived = new HashMap<>();

        /// Of those who left nothing is known when they come back.
        private void forgetThoseWhoLeft(long now) {
            Set<Long> there = new HashSet<>();
            people(now).values().forEach(there::addAll);
            lastReceived.keySet().retainAll(there);
            events.removeIf(event -> !there.contains(event.visitor()));
        }

        private Map<Long, Set<Long>> people(long now) {
            Map<Long, Set<Long>> members = new HashMap<>();
            lastReceived.forEach(
                    (visitor, received) ->
                            members.computeIfAbsent(
                                            persons.getOrDefault(visitor, visitor),
                                            key -> new HashSet<>())
                                    .add(visitor));
            members.values()
                    .removeIf(
                            visitors ->
                                    visitors.stream()
                                            .noneMatch(
                                                    visitor ->
                                                            now - lastReceived.get(visitor)
                                                                    <= 30 * MINUTE));
            return members;
        }

        private String page(Set<Long> visitors) {
            Optional<Event> latest =
                    events.stream()
                            .filter(event -> visitors.contains(event.visitor()))
                            .max(
                                    Comparator.comparingLong(Event::time)
                                            .thenComparingLong(Event::id));
            return latest.orElseThrow().attributes().get(Attribute.PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itAgreesWithAPlainModelOnRandomHistories(long seed) {
        Random random = new Random(Long.getLong("seed", seed));
        Online online = new Online(SETTINGS);
        Model model = new Model();
        long now = 0;
        for (int step = 1; step < 3_000; step++) {
            now += random.nextInt((int) (3 * MINUTE));
            long visitor = 1 + random.nextInt(25);
            online.expire(now);
            model.forgetThoseWhoLeft(now);
            switch (random.nextInt(10)) {
                case 0 -> {
                    long person = 1 + random.nextInt((int) visitor);
                    model.persons.put(visitor, person);
                    online.touch(
                            touched(visitor, person, model.lastReceived.getOrDefault(visitor, 0L)),
                            now);
                }
                case 1 -> {
                    if (online.touch(
                            touched(
                                    visitor,
                                    model.persons.getOrDefault(visitor, visitor),
                                    model.lastReceived.containsKey(visitor) ? now : 0),
                            now)) {
                        model.lastReceived.computeIfPresent(visitor, ping(now));
                    }
                }
                case 2 -> {
                    if (random.nextInt(10) == 0) {
                        online.forget(visitor);
                        model.lastReceived.remove(visitor);
                        model.events.removeIf(event -> event.visitor() == visitor);
                    }
                }
                default -> {
                    Event event = event(step, visitor, now);
                    online.add(event);
                    online.touch(
                            touched(visitor, model.persons.getOrDefault(visitor, visitor), now),
                            now);
                    model.events.add(event);
                    model.lastReceived.put(visitor, now);
                }
            }
            online.expire(now);
            model.forgetThoseWhoLeft(now);
            agree(online, model, now);
        }
    }

    private static java.util.function.BiFunction<Long, Long, Long> ping(long now) {
        return (visitor, old) -> now;
    }

    private static void agree(Online online, Model model, long now) {
        Map<Long, Set<Long>> expected = model.people(now);
        assertThat(online.everybody(1_000))
                .extracting(Online.Somebody::person)
                .containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach(
                (person, visitors) ->
                        assertThat(online.find(person).orElseThrow().latest(Attribute.PAGE))
                                .isEqualTo(model.page(visitors)));
    }
}
