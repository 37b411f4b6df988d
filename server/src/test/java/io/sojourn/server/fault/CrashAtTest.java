package io.sojourn.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashAtTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicInteger halts = new AtomicInteger();

    private Faults faults(String text) {
        return CrashAt.of(
                text,
                new PrintStream(written, true, StandardCharsets.UTF_8),
                halts::incrementAndGet);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void withoutThePropertyThereAreNoFaults() {
        assertThat(faults("")).isSameAs(Faults.NONE);
    }

    @Test
    void theProcessEndsAtTheNamedPassingOfThePoint() {
        Faults faults = faults("LOG_AFTER_WRITE:2");
        faults.reach(FaultPoint.LOG_BEFORE_WRITE);
        faults.reach(FaultPoint.LOG_BEFORE_WRITE);
        faults.reach(FaultPoint.LOG_AFTER_WRITE);
        assertThat(halts).hasValue(0);
        faults.reach(FaultPoint.LOG_AFTER_WRITE);
        assertThat(halts).hasValue(1);
        assertThat(lines()).containsExactly(CrashAt.line(FaultPoint.LOG_AFTER_WRITE, 2));
    }

    @Test
    void countingTellsWhichPointsWerePassedAndEndsNothing() {
        Faults faults = faults("count");
        for (int i = 0; i < 5; i++) {
            faults.reach(FaultPoint.EVENTS_AFTER_COMMIT);
        }
        faults.reach(FaultPoint.SEEN_BEFORE_ROLL);
        assertThat(halts).hasValue(0);
        assertThat(lines())
                .containsExactly(
                        CrashAt.line(FaultPoint.EVENTS_AFTER_COMMIT, 1),
                        CrashAt.line(FaultPoint.EVENTS_AFTER_COMMIT, 2),
                        CrashAt.line(FaultPoint.EVENTS_AFTER_COMMIT, 4),
                        CrashAt.line(FaultPoint.SEEN_BEFORE_ROLL, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOG_AFTER_WRITE", "LOG_AFTER_WRITE:0", "NOWHERE:1", "count:1", ":"})
    void aPointThatThereIsNotIsRefused(String text) {
        assertThatThrownBy(() -> faults(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(
                        "system property sojourn.crash must be POINT:NUMBER or count, got " + text);
    }
}
