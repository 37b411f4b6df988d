package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.command.Command;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaWorkTest {

    private final PipelineKit kit = new PipelineKit();

    private PropertyUse property(Scope scope, String name) {
        return kit.stores().people().schema().properties().stream()
                .filter(use -> use.key().equals(new PropertyKey(scope, name)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsSeenIsCountedByNameTypeAndDay() {
        kit.get("ce", "host=x&cookie=c&event=buy&ce_price=5&cs_tab=2&cv_plan=pro")
                .push(
                        "{\"endpoint\":\"ce\",\"params\":{\"host\":\"x\",\"cookie\":\"c\",\"event\":\"buy\",\"ce_price\":7}}")
                .commit();
        kit.restart()
                .at(1_000)
                .get("ce", "host=x&cookie=c&event=look&ce_price=cheap&co_name=Acme&org=acme")
                .get("identify", "host=x&cookie=c&cv_plan=free")
                .commit();

        Schema schema = kit.stores().people().schema();
        assertThat(schema.events())
                .containsExactly(
                        new EventUse("buy", PipelineKit.NOON, PipelineKit.NOON, 2, 0, Label.NONE),
                        new EventUse(
                                "look",
                                PipelineKit.NOON + 1_000,
                                PipelineKit.NOON + 1_000,
                                1,
                                0,
                                Label.NONE));
        long day = PipelineKit.NOON / 86_400_000;
        assertThat(schema.days())
                .isEqualTo(Map.of(new EventDay(day, "buy"), 2L, new EventDay(day, "look"), 1L));
        PropertyUse price = property(Scope.EVENT, "price");
        assertThat(price.count()).isEqualTo(3);
        assertThat(price.events()).containsExactly("buy", "look");
        assertThat(price.example()).isEqualTo("5");
        assertThat(price.firstSeen()).isEqualTo(PipelineKit.NOON);
        assertThat(price.lastSeen()).isEqualTo(PipelineKit.NOON + 1_000);
        assertThat(property(Scope.VISITOR, "plan").strings()).isEqualTo(2);
        assertThat(property(Scope.VISIT, "tab").count()).isEqualTo(1);
        assertThat(property(Scope.ORGANISATION, "name").example()).isEqualTo("Acme");
    }

    @Test
    void anExampleGoesWithThePersonWhoGaveIt() {
        kit.get("ce", "host=x&cookie=ann&event=buy&ce_note=of+ann")
                .get("ce", "host=x&cookie=bob&event=buy&ce_note=of+bob")
                .commit();
        long ann = kit.person("cookie", "ann").number();
        kit.command(new Command.Delete(ann)).commit();

        assertThat(property(Scope.EVENT, "note").example()).isEmpty();
        kit.get("ce", "host=x&cookie=bob&event=buy&ce_note=again").commit();
        assertThat(property(Scope.EVENT, "note").example()).isEqualTo("again");
    }

    @Test
    void aLabelStaysWithItsNameAndAnUnknownNameIsRefused() {
        Label label = new Label("Price", "in euros", false, true);
        PropertyKey price = new PropertyKey(Scope.EVENT, "price");
        kit.get("ce", "host=x&cookie=c&event=buy&ce_price=5")
                .command(new Command.DescribeProperty(price, label))
                .command(new Command.DescribeEvent("sell", label))
                .commit()
                .restart()
                .get("ce", "host=x&cookie=c&event=buy&ce_price=5")
                .commit();

        assertThat(property(Scope.EVENT, "price").label()).isEqualTo(label);
        assertThat(kit.stores().people().sensitive()).containsExactly(price);
        assertThat(kit.counted("command_refused")).isEqualTo(1);
    }

    @Test
    void theSchemaDoesNotDependOnWhereBatchesAreCut() {
        for (int i = 0; i < 40; i++) {
            kit.at(i * 40_000_000L)
                    .get(
                            "ce",
                            "host=x&cookie=c"
                                    + i % 3
                                    + "&event=e"
                                    + i % 4
                                    + "&ce_k"
                                    + i % 5
                                    + "="
                                    + i);
        }
        kit.commit();
        List<String> once = PipelineKit.recomputed(kit.log(), Set.of());

        assertThat(PipelineKit.recomputed(kit.log(), Set.of(3L, 11L, 12L, 30L))).isEqualTo(once);
        assertThat(once).anyMatch(line -> line.startsWith("schema day"));
    }

    @Test
    void namesBeyondTheLimitAreCountedAndNotKept() {
        int[] full = {0};
        SchemaWork work = new SchemaWork(Schema.EMPTY, () -> full[0]++);
        for (int i = 0; i <= Schema.EVENTS_MAX; i++) {
            work.event(event("e" + i, 0));
        }
        assertThat(full[0]).isEqualTo(1);
        assertThat(work.batch().events()).hasSize(Schema.EVENTS_MAX);

        work.event(event("e1", EventFlag.BOT.bit()));
        assertThat(work.batch().events()).contains(new EventUse("e1", 5, 5, 1, 1, Label.NONE));
    }

    private static Event event(String name, int flags) {
        return new Event(
                1,
                1,
                5,
                5,
                name,
                flags,
                5,
                0,
                Attributes.NONE,
                Map.of("k", Value.number(1)),
                Map.of());
    }
}
