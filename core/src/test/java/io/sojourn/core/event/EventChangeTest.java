package io.sojourn.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventChangeTest {

    private static final long EVENT = 100;
    private static final long TIME = 1_000;

    private static Event event(Map<String, Value> properties) {
        return new Event(
                EVENT, 1, TIME, TIME, "pv", 0, TIME, 0, Attributes.NONE, properties, Map.of());
    }

    private static EventChange change(long position, Map<String, Value> properties) {
        return new EventChange(EVENT, 1, TIME, position, 0, properties);
    }

    private static Map<String, Value> folded(Event event, EventChange... changes) {
        return EventChange.fold(event, List.of(changes)).properties();
    }

    private static Value text(String text) {
        return Value.string(text);
    }

    @Test
    void aLaterUpdateReplacesAProperty() {
        assertThat(
                        folded(
                                event(Map.of("plan", text("free"), "kept", text("x"))),
                                change(101, Map.of("plan", text("trial"))),
                                change(102, Map.of("plan", text("pro"), "new", text("y")))))
                .isEqualTo(Map.of("plan", text("pro"), "kept", text("x"), "new", text("y")));
    }

    @Test
    void anUpdateThatWaitedForItsEventLiesUnderIt() {
        assertThat(
                        folded(
                                event(Map.of("refunded", text("no"))),
                                change(90, Map.of("refunded", text("maybe"), "note", text("a"))),
                                change(91, Map.of("note", text("b")))))
                .isEqualTo(Map.of("refunded", text("no"), "note", text("b")));
    }

    @Test
    void durationAndScrollDepthKeepTheirMaximumWhateverTheOrder() {
        assertThat(
                        folded(
                                event(Map.of("duration", Value.number(500))),
                                change(90, Map.of("duration", Value.number(700))),
                                change(101, Map.of("scroll depth", Value.number("0.9"))),
                                change(102, Map.of("scroll depth", Value.number("0.25"))),
                                change(103, Map.of("duration", Value.number(600)))))
                .isEqualTo(
                        Map.of("duration", Value.number(700), "scroll depth", Value.number("0.9")));
    }

    @Test
    void aDurationOfAJavaScriptDoubleCounts() {
        assertThat(
                        folded(
                                event(Map.of("scroll depth", Value.number("0.33333333333333337"))),
                                change(101, Map.of("scroll depth", Value.number("0.1")))))
                .isEqualTo(Map.of("scroll depth", Value.number("0.33333333333333337")));
    }

    @Test
    void whatIsNoNumberNeverDisplacesOne() {
        assertThat(
                        folded(
                                event(Map.of("duration", Value.number(5))),
                                change(101, Map.of("duration", text("long"))),
                                change(102, Map.of("duration", Value.number(3)))))
                .isEqualTo(Map.of("duration", Value.number(5)));
        assertThat(
                        folded(
                                event(Map.of("duration", text("long"))),
                                change(101, Map.of("duration", Value.number(3)))))
                .isEqualTo(Map.of("duration", Value.number(3)));
    }

    @Test
    void pingsOnlyRaiseActiveUntil() {
        Event event =
                EventChange.fold(
                        event(Map.of()),
                        List.of(
                                new EventChange(EVENT, 1, TIME, 101, 1_500, Map.of()),
                                new EventChange(EVENT, 1, TIME, 102, 1_200, Map.of()),
                                new EventChange(EVENT, 1, TIME, 103, 0, Map.of())));
        assertThat(event.activeUntil()).isEqualTo(1_500);
        assertThat(EventChange.fold(event, List.of())).isSameAs(event);
    }

    @Test
    void foldingWhatComesLaterInPartsIsFoldingAtOnce() {
        long seed = Long.getLong("seed", new Random().nextLong());
        for (int round = 0; round < 2_000; round++) {
            Random random = new Random(seed + round);
            Event event = event(properties(random));
            List<EventChange> changes = new ArrayList<>();
            int size = random.nextInt(8);
            for (int i = 0; i < size; i++) {
                changes.add(change(i < 3 ? EVENT - 3 + i : EVENT + i, properties(random)));
            }
            // Updates that waited are applied together, when their event arrives.
            int waited = Math.min(3, size);
            int cut = waited + random.nextInt(size - waited + 1);
            Event parts =
                    EventChange.fold(
                            EventChange.fold(event, changes.subList(0, cut)),
                            changes.subList(cut, changes.size()));
            assertThat(new TreeMap<>(parts.properties()))
                    .as("-Dseed=%d", seed + round)
                    .isEqualTo(new TreeMap<>(EventChange.fold(event, changes).properties()));
        }
    }

    private static Map<String, Value> properties(Random random) {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (String key : List.of("plan", "duration", "note")) {
            int value = random.nextInt(6);
            if (value < 3) {
                properties.put(key, Value.number(value));
            } else if (value == 3) {
                properties.put(key, text("x" + random.nextInt(3)));
            }
        }
        return properties;
    }
}
