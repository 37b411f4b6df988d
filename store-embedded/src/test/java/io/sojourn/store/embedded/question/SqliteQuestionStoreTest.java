package io.sojourn.store.embedded.question;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.fault.Faults;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.QuestionStoreContract;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteQuestionStoreTest extends QuestionStoreContract {

    @TempDir Path folder;

    @Override
    protected QuestionStore open() {
        return SqliteQuestionStore.open(folder, Faults.NONE);
    }

    @Override
    protected QuestionStore reopen(QuestionStore store) {
        store.close();
        return open();
    }

    private static void create(QuestionStore store, String name) {
        store.createSegment(
                new StoredSegment.Draft(name, "", StoredSegment.Kind.RULE, "{}"),
                new Stamp("ann", 1));
    }

    @Test
    void readingMakesNoFile() {
        try (QuestionStore store = open()) {
            assertThat(store.segments()).isEmpty();
            store.backup(folder.resolve("copy"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aCopyHoldsWhatWasWritten() {
        try (QuestionStore store = open()) {
            create(store, "a");
            Path copy = folder.resolve("copy");
            store.backup(copy);
            create(store, "b");
            assertThat(Files.exists(copy.resolve(SqliteQuestionStore.FILE))).isTrue();
            try (QuestionStore copied = SqliteQuestionStore.open(copy, Faults.NONE)) {
                assertThat(copied.segments())
                        .extracting(segment -> segment.draft().name())
                        .containsExactly("a");
            }
        }
    }
}
