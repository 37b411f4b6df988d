package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertyHistoryTest {

    private final PropertyHistory history = new PropertyHistory();
    private long arrival;

    private boolean state(String value, long time) {
        return history.state(Value.string(value), time, ++arrival);
    }

    private String runs() {
        StringBuilder text = new StringBuilder();
        for (PropertyHistory.Run run : history.runs()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(run.value().text())
                    .append('@')
                    .append(run.from())
                    .append(run.to() > run.from() ? ".." + run.to() : "");
        }
        return text.toString();
    }

    @Test
    void theSameAgainProlongsARun() {
        assertThat(state("free", 10)).isTrue();
        assertThat(state("free", 20)).isTrue();
        assertThat(state("free", 15)).isFalse();
        assertThat(state("pro", 30)).isTrue();
        assertThat(runs()).isEqualTo("free@10..20 pro@30");
    }

    @Test
    void aLateStatementSplitsARun() {
        state("free", 10);
        state("free", 30);
        state("pro", 20);
        assertThat(runs()).isEqualTo("free@10 pro@20 free@30");
        assertThat(history.newest().value().text()).isEqualTo("free");
    }

    @Test
    void aLateStatementBeforeAllBecomesTheFirst() {
        state("pro", 30);
        state("free", 10);
        state("pro", 20);
        assertThat(runs()).isEqualTo("free@10 pro@20..30");
        assertThat(history.first().value().text()).isEqualTo("free");
    }

    @Test
    void atEqualTimesTheLaterArrivalWins() {
        state("free", 10);
        state("pro", 10);
        assertThat(runs()).isEqualTo("free@10 pro@10");
        assertThat(history.newest().value().text()).isEqualTo("pro");
        assertThat(history.first().value().text()).isEqualTo("free");
    }

    @Test
    void whatHeldAtATimeIsTheNewestUpToIt() {
        state("free", 10);
        state("pro", 20);
        assertThat(history.at(9)).isEmpty();
        assertThat(history.at(10).orElseThrow().value().text()).isEqualTo("free");
        assertThat(history.at(19).orElseThrow().value().text()).isEqualTo("free");
        assertThat(history.at(20).orElseThrow().value().text()).isEqualTo("pro");
    }

    @Test
    void theFirstAndTheNewestHundredAreKept() {
        for (int i = 0; i <= 100; i++) {
            state("v" + i, i);
        }
        assertThat(history.runs()).hasSize(101);
        assertThat(history.dropped()).isZero();
        state("v101", 101);
        assertThat(history.runs()).hasSize(101);
        assertThat(history.dropped()).isEqualTo(1);
        assertThat(history.runs().get(0).value().text()).isEqualTo("v0");
        assertThat(history.runs().get(1).value().text()).isEqualTo("v2");
        assertThat(history.newest().value().text()).isEqualTo("v101");
        state("v-1", -1);
        assertThat(history.first().value().text()).isEqualTo("v-1");
        assertThat(history.runs().get(1).value().text()).isEqualTo("v2");
    }

    @Test
    void whatAStoreKeptGoesOnAsBefore() {
        state("free", 10);
        state("pro", 20);
        PropertyHistory again = new PropertyHistory(history.runs(), history.dropped());
        again.state(Value.string("free"), 15, 3);
        assertThat(again.runs()).hasSize(2);
        assertThat(again.first().to()).isEqualTo(15);
    }

    /// One statement as it was made; the list of them is the truth.
    private record Statement(Value value, long time, long arrival) {}

    @Test
    void newestAndOldestAreThoseOfTheListOfAllStatements() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("PropertyHistoryTest -Dseed=" + seed);
        for (int round = 0; round < 1_000; round++) {
            Random random = new Random(seed + round);
            boolean wide = random.nextInt(20) == 0;
            int values = wide ? 200 : 1 + random.nextInt(4);
            int times = 1 + random.nextInt(wide ? 400 : 30);
            PropertyHistory kept = new PropertyHistory();
            List<Statement> all = new ArrayList<>();
            for (int i = 1; i <= (wide ? 300 : 40); i++) {
                Statement statement =
                        new Statement(
                                Value.string("v" + random.nextInt(values)),
                                random.nextInt(times),
                                i);
                all.add(statement);
                kept.state(statement.value(), statement.time(), statement.arrival());
                check(kept, all, seed + round);
            }
        }
    }

    private static void check(PropertyHistory kept, List<Statement> all, long seed) {
        Statement newest = all.getFirst();
        Statement oldest = all.getFirst();
        for (Statement statement : all) {
            if (statement.time() >= newest.time()) {
                newest = statement;
            }
            if (statement.time() < oldest.time()) {
                oldest = statement;
            }
        }
        PropertyHistory.Run last = kept.newest();
        PropertyHistory.Run first = kept.first();
        if (!last.value().equals(newest.value())
                || last.to() != newest.time()
                || last.toArrival() != newest.arrival()
                || !first.value().equals(oldest.value())
                || first.from() != oldest.time()
                || first.fromArrival() != oldest.arrival()) {
            throw new AssertionError(
                    "-Dseed="
                            + seed
                            + " "
                            + all
                            + "\nnewest "
                            + newest
                            + ", oldest "
                            + oldest
                            + "\n"
                            + kept.runs());
        }
        List<PropertyHistory.Run> runs = kept.runs();
        for (int i = 1; i < runs.size(); i++) {
            PropertyHistory.Run before = runs.get(i - 1);
            PropertyHistory.Run after = runs.get(i);
            if (before.to() > after.from()
                    || (before.to() == after.from() && before.toArrival() > after.fromArrival())
                    || (before.value().equals(after.value()) && kept.dropped() == 0)) {
                throw new AssertionError(
                        "-Dseed=" + seed + " " + all + "\nout of order: " + kept.runs());
            }
        }
    }
}
