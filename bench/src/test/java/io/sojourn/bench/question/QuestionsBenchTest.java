package io.sojourn.bench.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small run of the bench, for its answers and not for its times: another engine, asked in its own words, is the
/// outside truth.
@Tag("slow")
class QuestionsBenchTest {

    private static final int EVENTS = 1_000_000;
    private static final int PERSON = 7;

    @TempDir private Path folder = Path.of("");

    @Test
    void everyQuestionIsAnsweredAsAnotherEngineAnswersIt() throws Exception {
        Clickstream stream = new Clickstream(EVENTS);
        DuckDbEngine other = DuckDbEngine.fill(folder.resolve("other.duckdb"), stream, PERSON);
        try (SojournEngine ours = SojournEngine.fill(folder.resolve("sojourn"), stream, PERSON)) {
            Engine theirs = other.layouts().get(1);
            for (Question question : Question.values()) {
                List<String> expected = theirs.answer(question);
                assertThat(expected).as(question.words()).isNotEmpty();
                assertThat(ours.answer(question))
                        .as(question.words())
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        } finally {
            other.close();
        }
    }
}
