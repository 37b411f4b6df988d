package io.sojourn.core.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Event;
import io.sojourn.core.kit.Timelines;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitRowsTest {

    private static final long NOON = 1_773_144_000_000L;

    private static VisitRows rows(String line) {
        VisitRows rows = new VisitRows();
        Timelines.line(line, NOON).forEach(rows::add);
        return rows;
    }

    @Test
    void aRowTellsItsEventAndWhetherItOpensAVisit() {
        VisitRows rows = rows("a@0s{id=7} b@1s{id=5 standalone} c@1s{id=6 bot}");
        assertThat(rows.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).mapToLong(rows::id)).containsExactly(7L, 5L, 6L);
        assertThat(IntStream.range(0, 3).mapToObj(rows::opens)).containsExactly(true, false, true);
    }

    @Test
    void aColumnHoldsWhatEachEventSays() {
        VisitColumns columns = rows("a@0s{until=5s timeout=1m} b@1s{standalone}").columns();
        assertThat(columns.time()).startsWith(NOON, NOON + 1_000);
        assertThat(columns.activeUntil()).startsWith(NOON + 5_000, NOON + 1_000);
        assertThat(columns.timeout()).startsWith(60_000, 0);
        assertThat(columns.flags()[0]).isZero();
        assertThat(columns.flags()[1]).isNotZero();
    }

    @Test
    void everyRowIsKeptHoweverManyThereAre() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            line.append("e@").append(i).append("s{timeout=").append(i).append("s} ");
        }
        VisitRows rows = rows(line.toString());
        assertThat(rows.count()).isEqualTo(300);
        VisitColumns columns = rows.columns();
        for (int i = 0; i < 300; i++) {
            assertThat(rows.id(i)).isEqualTo(i + 1);
            assertThat(columns.time()[i]).isEqualTo(NOON + 1_000L * i);
            assertThat(columns.timeout()[i]).isEqualTo(1_000L * i);
            assertThat(columns.activeUntil()[i]).isEqualTo(NOON + 1_000L * i);
        }
    }

    @Test
    void campaignsAreTheSameWhereAllTheirWordsAre() {
        int[] codes =
                rows("""
                        a@0s b@1s{campaign_name=x} c@2s{campaign_name=x} d@3s{campaign_name=y}
                         e@4s{campaign_source=x} f@5s{campaign_medium=x} g@6s{campaign_content=x}
                         h@7s{campaign_term=x} i@8s{campaign_id=x} j@9s{campaign_name=x campaign_id=x}
                         k@10s{campaign_id=x} l@11s{country=DE}
                        """
                                .replace("\n", " "))
                        .columns()
                        .campaign();
        assertThat(codes).startsWith(0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 7, 0);
    }

    @Test
    void eventsComeByTimeAndThenById() {
        assertThat(refuses("a@0s{id=2}", "b@0s{id=3}")).isFalse();
        assertThat(refuses("a@0s{id=2}", "b@0s{id=2}")).isTrue();
        assertThat(refuses("a@0s{id=2}", "b@0s{id=1}")).isTrue();
        assertThat(refuses("a@0s{id=2}", "b@1ms{id=1}")).isFalse();
        assertThat(refuses("a@1ms{id=2}", "b@0s{id=3}")).isTrue();
    }

    private static boolean refuses(String before, String after) {
        VisitRows rows = rows(before);
        try {
            Timelines.line(after, NOON).forEach(rows::add);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void aVisitHasTheEventThatOpensIt() {
        List<Event> events = Timelines.line("s@0s{id=1 standalone} a@1s{id=2}", NOON);
        assertThat(new Visit(2, NOON, NOON, events, Map.of()).first().name()).isEqualTo("a");
        for (long id : new long[] {1, 3}) {
            assertThatThrownBy(() -> new Visit(id, NOON, NOON, events, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("visit " + id + " without the event that opens it");
        }
    }
}
