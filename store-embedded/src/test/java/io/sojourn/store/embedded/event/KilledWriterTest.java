package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.event.EventKit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KilledWriterTest {

    @TempDir Path folder;

    private Process writer(int batches, String point) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.resolve("store").toString(),
                        Integer.toString(batches),
                        point)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void holdsAllUpTo(long position) {
        try (DuckDbEventStore store = DuckDbEventStore.open(folder.resolve("store"));
                DuckDbEventStore again = DuckDbEventStore.open(folder.resolve("again"))) {
            assertThat(store.position()).isEqualTo(position);
            for (int next = 1; next <= position; next++) {
                again.commit(KilledWriter.batch(next));
            }
            assertThat(EventKit.dump(store)).isEqualTo(EventKit.dump(again));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "EVENTS_BEFORE_WRITE, 3",
        "EVENTS_BEFORE_COMMIT, 3",
        "EVENTS_AFTER_COMMIT, 4",
        "COMPACTION_BEFORE_COMMIT, 3",
        "COMPACTION_AFTER_COMMIT, 3"
    })
    void aProcessThatHaltsLosesNoCommittedBatch(String point, long expected) throws Exception {
        Process writer = writer(3, point);
        List<String> said;
        try (BufferedReader out = output(writer)) {
            said = out.lines().toList();
        }
        assertThat(writer.waitFor()).isEqualTo(7);
        assertThat(said).containsExactly("1", "2", "3");
        holdsAllUpTo(expected);
    }

    @Test
    void aProcessThatIsKilledWhileItWritesLosesNoCommittedBatch() throws Exception {
        Process writer = writer(Integer.MAX_VALUE, "NONE");
        long said = 0;
        try (BufferedReader out = output(writer)) {
            while (said < 5) {
                said = Long.parseLong(out.readLine());
                if (said == 2) {
                    refusedWhileInUse();
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        writer.waitFor();
        long position;
        try (DuckDbEventStore store = DuckDbEventStore.open(folder.resolve("store"))) {
            position = store.position();
        }
        assertThat(position).isGreaterThanOrEqualTo(said);
        holdsAllUpTo(position);
    }

    private void refusedWhileInUse() {
        assertThatThrownBy(() -> DuckDbEventStore.open(folder.resolve("store")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problems().getFirst().code()).isEqualTo(Code.DATA_FOLDER);
                            assertThat(e).hasMessageContaining("another process has it open");
                        });
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
