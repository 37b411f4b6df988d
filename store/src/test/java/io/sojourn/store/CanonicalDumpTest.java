package io.sojourn.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.event.InMemoryEventStore;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.people.InMemoryPeopleStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalDumpTest {

    @Test
    void anEventIsALineWithEveryFieldAndSortedKeys() {
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("price", Value.number("1.50"));
        properties.put("item", Value.string("two\nlines"));
        Event event =
                new Event(
                        1024,
                        7,
                        1_000,
                        2_000,
                        "say \"hi\"",
                        EventFlag.BOT.bit(),
                        1_500,
                        60,
                        new Attributes.Builder().set(Attribute.COUNTRY, "DE").build(),
                        properties,
                        Map.of("tab", Value.bool(true)));

        assertThat(CanonicalDump.event(event))
                .isEqualTo(
                        "event 1024 visitor=7 time=1000 received=2000 flags=1 activeUntil=1500"
                                + " timeout=60 name=\"say \\\"hi\\\"\" country=\"DE\""
                                + " properties={\"item\":\"two\\nlines\",\"price\":1.50}"
                                + " visit={\"tab\":true}");
    }

    @Test
    void aChangeThatLiesBesideItsEventIsLaidOver() {
        Event first = EventKit.event(1024, 1, 500);
        assertThat(dump(List.of(first), Value.number("3")))
                .anyMatch(line -> line.startsWith("event 1024") && line.contains("{\"size\":3}"));
    }

    @Test
    void theOrderInWhichEventsCameDoesNotShow() {
        Event first = EventKit.event(1024, 1, 500);
        Event second = EventKit.event(2048, 1, 400);

        assertThat(dump(List.of(first, second), Value.number("3")))
                .isEqualTo(dump(List.of(second, first), Value.number("3")))
                .startsWith("project 4");
    }

    private static List<String> dump(List<Event> events, Value size) {
        InMemoryEventStore store =
                new InMemoryEventStore(new InMemoryEventStore.Disk(), Path.of("events"));
        store.commit(EventKit.batch(1, events));
        store.commit(
                EventKit.changes(
                        2, EventKit.change(EventKit.event(1024, 1, 500), 9, "size", size)));
        List<String> lines = new ArrayList<>();
        try (ProjectStores stores = InMemoryJourneys.over(new InMemoryPeopleStore(), store)) {
            CanonicalDump.write(new ProjectId(4), stores, lines::add);
        }
        return lines;
    }
}
