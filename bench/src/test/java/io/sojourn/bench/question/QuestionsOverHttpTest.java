package io.sojourn.bench.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small run through a server, for its counts and not for its times.
@Tag("slow")
class QuestionsOverHttpTest {

    private static final int EVENTS = 60_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void everyQuestionIsAnsweredWhileEventsArriveAndAllOfThemAreCounted() throws Exception {
        QuestionsOverHttp bench =
                new QuestionsOverHttp(EVENTS, 3, EnumSet.allOf(Question.class), false, 1_000);
        String figures = bench.measure(folder.resolve("server"));
        for (Question question : Question.values()) {
            assertThat(figures).contains("| " + question.words() + " | ");
        }
        assertThat(figures).contains(" 0 batches refused");
    }
}
