package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventId;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.text.HostileStrings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventArrivalsTest {

    /// So many that not all of them are looked at for the values there are.
    private static final int EVENTS = 51_000;

    private static final int RARE = 499;

    private static final List<String> HOSTILE = HostileStrings.all();

    @TempDir Path folder;

    @Test
    void valuesThatAreRareAreReadAsWellAsThoseThatAreNot() {
        List<String> texts = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String text = text(i);
            texts.add(text);
            Attributes.Builder attributes = new Attributes.Builder();
            attributes.set(Attribute.CITY, text);
            events.add(
                    new Event(
                            EventId.of(1 + i / EventId.ITEMS_MAX, i % EventId.ITEMS_MAX),
                            i % 100,
                            i,
                            i,
                            "a",
                            0,
                            i,
                            0,
                            attributes.build(),
                            i % 7 == 0 ? Map.of() : Map.of("k\"", Value.string(text)),
                            Map.of()));
        }
        try (DuckDbEventStore store = DuckDbEventStore.open(folder)) {
            store.commit(new EventBatch(100, events, List.of(), List.of()));
            List<String> cities = new ArrayList<>();
            List<String> properties = new ArrayList<>();
            store.arrivals(
                    read -> {
                        Coder coder = new Coder();
                        read.attribute(
                                Attribute.CITY.key(),
                                coder,
                                (event, visitor, code) -> cities.add(coder.text(code)));
                        read.property(
                                "k\"",
                                coder,
                                (event, visitor, code) -> properties.add(coder.text(code)));
                        return read.position();
                    });
            assertThat(cities).isEqualTo(texts);
            for (int i = 0; i < EVENTS; i += 7) {
                texts.set(i, "");
            }
            assertThat(properties).isEqualTo(texts);
        }
    }

    private static String text(int event) {
        int rare = event / RARE;
        return event % RARE != 0 ? "often" : HOSTILE.get(rare % HOSTILE.size()) + rare;
    }

    private static final class Coder implements ToIntFunction<String> {
        private final Map<String, Integer> codes = new HashMap<>();
        private final List<String> texts = new ArrayList<>(List.of(""));

        @Override
        public int applyAsInt(String text) {
            return codes.computeIfAbsent(
                    text,
                    added -> {
                        texts.add(added);
                        return texts.size() - 1;
                    });
        }

        String text(int code) {
            return texts.get(code);
        }
    }
}
