package io.sojourn.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T10:20:30.456Z"));

    @TempDir private Path folder = Path.of("");

    @Test
    void aNewFolderIsMadeAndKnowsItsFormat() throws IOException {
        Path data = folder.resolve("a/b");
        try (DataFolder open = DataFolder.open(data, CLOCK)) {
            assertThat(Files.readString(data.resolve("format.json")))
                    .containsIgnoringWhitespaces(
                            "{\"format\":1,\"created\":\"2026-03-01T10:20:30Z\"}");
            assertThat(open.project(new ProjectId(7))).isEqualTo(data.resolve("projects/7"));
        }
    }

    @Test
    void aFolderInUseSaysByWhomAndWhatToDo() {
        try (DataFolder open = DataFolder.open(folder, CLOCK)) {
            open.announce("http://127.0.0.1:8080", "");
            assertThatThrownBy(() -> DataFolder.open(folder, CLOCK))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("http://127.0.0.1:8080")
                    .hasMessageContaining("--data");
        }
        DataFolder.open(folder, CLOCK).close();
    }

    @Test
    void aNewerFormatIsRefusedWithWhatToDo() throws IOException {
        Files.writeString(folder.resolve("format.json"), "{\"format\":2}");
        assertThatThrownBy(() -> DataFolder.open(folder, CLOCK))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problems().getFirst().code()).isEqualTo(Code.DATA_FOLDER))
                .hasMessageContaining("format 2")
                .hasMessageContaining("install the newer version");
    }

    @Test
    void aFormatThatCannotBeReadIsRefused() throws IOException {
        for (String text : new String[] {"", "{", "[]", "{\"format\":0}", "{\"format\":\"x\"}"}) {
            Files.writeString(folder.resolve("format.json"), text);
            assertThatThrownBy(() -> DataFolder.open(folder, CLOCK))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("restore a backup");
        }
    }

    @Test
    void dataWithoutAFormatIsRefused() throws IOException {
        Files.writeString(folder.resolve("catalog.db"), "x");
        assertThatThrownBy(() -> DataFolder.open(folder, CLOCK))
                .hasMessageContaining("no format.json");
    }

    @Test
    void aPathThatIsNoFolderIsAClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> DataFolder.open(file, CLOCK))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void aFolderThatIsNotWritableIsAClearError() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThatThrownBy(() -> DataFolder.open(folder, CLOCK))
                .hasMessageContaining("is not writable");
    }

    @Test
    void aSecretIsReadableByItsOwnerOnlyFromTheStart() throws IOException {
        try (DataFolder open = DataFolder.open(folder, CLOCK)) {
            open.write("secret.json", "{}", true);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("secret.json"))))
                    .isEqualTo("rw-------");
        }
    }
}
