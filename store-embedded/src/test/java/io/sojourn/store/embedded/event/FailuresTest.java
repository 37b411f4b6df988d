package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.problem.Code;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final SQLException NO_MEMORY =
            new SQLException(
                    "Out of Memory Error: could not allocate block of size 256.0 KiB (30.4 MiB/30.5 MiB used)");

    @Test
    void aReadingThatDoesNotFitIsTooLarge() {
        assertThat(Failures.reading("read events", NO_MEMORY).problems().getFirst().code())
                .isEqualTo(Code.QUESTION_TOO_LARGE);
        assertThat(Failures.reading("read events", new SQLException("Binder Error")).problems())
                .extracting(problem -> problem.code())
                .containsExactly(Code.INTERNAL);
    }

    @Test
    void aCommitThatDoesNotFitIsNobodysQuestion() {
        assertThat(Failures.of("commit events", NO_MEMORY).problems().getFirst().code())
                .isEqualTo(Code.INTERNAL);
    }
}
