package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What opening does with a log that was left in pieces. Record sizes are counted by hand: 30 bytes and the payload,
/// behind a header of 48.
@Timeout(60)
class LogRecoveryTest {

    private static final int RECORD_BYTES = 30 + 5;

    @TempDir Path temp;
    private Path folder;
    private Path segment;

    @BeforeEach
    void threeRecordsInOneSegment() {
        folder = temp.resolve("log");
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            LogKit.appendAll(log, "first", "other", "third");
        }
        segment = LogKit.segments(folder).getFirst();
        assertThat(segment).hasSize(48 + 3 * RECORD_BYTES);
    }

    private Path copy(int number) throws IOException {
        return LogKit.copy(folder, temp.resolve("copy" + number)).resolve(segment.getFileName());
    }

    @Test
    void aLogThatWasClosedOpensWithoutAReport() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            assertThat(log.recovery()).isEmpty();
            assertThat(LogKit.payloads(log)).containsExactly("first", "other", "third");
        }
    }

    @Test
    void aTornTailIsCutWhereverItWasTorn() throws IOException {
        int wholeBytes = 48 + 2 * RECORD_BYTES;
        for (int torn = 1; torn < RECORD_BYTES; torn++) {
            Path file = copy(torn);
            truncate(file, wholeBytes + torn);
            try (FileEventLog log = LogKit.open(file.resolveSibling(""), LogKit.LARGE)) {
                assertThat(log.recovery())
                        .contains(
                                new Recovery(
                                        segment.getFileName() + "",
                                        2,
                                        wholeBytes,
                                        torn,
                                        "",
                                        "a torn record"));
                assertThat(log.end()).isEqualTo(2);
                assertThat(LogKit.append(log, "again").position()).isEqualTo(3);
            }
            try (FileEventLog log = LogKit.open(file.resolveSibling(""), LogKit.LARGE)) {
                assertThat(log.recovery()).isEmpty();
                assertThat(LogKit.payloads(log)).containsExactly("first", "other", "again");
            }
        }
    }

    @Test
    void anEndThatWasNeverWrittenIsCut() throws IOException {
        Path file = copy(0);
        truncate(file, 48 + 3 * RECORD_BYTES + 4096);
        try (FileEventLog log = LogKit.open(file.resolveSibling(""), LogKit.LARGE)) {
            assertThat(log.recovery().orElseThrow().bytesCut()).isEqualTo(4096);
            assertThat(log.end()).isEqualTo(3);
        }
        assertThat(LogKit.files(file.resolveSibling(""))).hasSize(2);
    }

    @Test
    void aFlippedBitInTheLastRecordCutsIt() throws IOException {
        for (int at = 0; at < RECORD_BYTES; at++) {
            Path file = copy(at);
            LogKit.flip(file, 48 + 2 * RECORD_BYTES + at);
            try (FileEventLog log = LogKit.open(file.resolveSibling(""), LogKit.LARGE)) {
                assertThat(LogKit.payloads(log))
                        .as("byte %d", at)
                        .containsExactly("first", "other");
                assertThat(log.recovery().orElseThrow().position()).isEqualTo(2);
                assertThat(log.recovery().orElseThrow().saved()).isEmpty();
            }
        }
    }

    @Test
    void wholeRecordsBehindDamageAreMovedAside() throws IOException {
        for (int at = 0; at < RECORD_BYTES; at++) {
            Path file = copy(at);
            LogKit.flip(file, 48 + RECORD_BYTES + at);
            byte[] before = Files.readAllBytes(file);
            try (FileEventLog log = LogKit.open(file.resolveSibling(""), LogKit.LARGE)) {
                assertThat(LogKit.payloads(log)).as("byte %d", at).containsExactly("first");
                assertThat(log.recovery().orElseThrow().saved())
                        .isEqualTo(segment.getFileName() + ".damaged");
            }
            byte[] saved = Files.readAllBytes(file.resolveSibling(file.getFileName() + ".damaged"));
            assertThat(saved)
                    .isEqualTo(
                            java.util.Arrays.copyOfRange(before, 48 + RECORD_BYTES, before.length));
        }
    }

    @Test
    void aSecondDamageDoesNotOverwriteWhatTheFirstMovedAside() throws IOException {
        for (int round = 0; round < 2; round++) {
            LogKit.flip(segment, 48 + RECORD_BYTES + 32);
            try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
                assertThat(log.end()).isEqualTo(1);
                LogKit.appendAll(log, "other", "third");
            }
        }
        assertThat(LogKit.files(folder).stream().map(file -> file.getFileName() + ""))
                .contains(segment.getFileName() + ".damaged", segment.getFileName() + ".damaged-2");
    }

    @Test
    void aDamagedHeaderIsAnErrorThatChangesNothing() throws IOException {
        for (int at = 0; at < 48; at++) {
            Path file = copy(at);
            LogKit.flip(file, at);
            byte[] before = Files.readAllBytes(file);
            assertThatThrownBy(() -> LogKit.open(file.resolveSibling(""), LogKit.LARGE).close())
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(segment.getFileName() + "");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @Test
    void aSegmentThatWasBegunAndNeverFinishedIsRemoved() throws IOException {
        Path begun = folder.resolve(LogFormat.fileName(4));
        for (int bytes = 0; bytes <= 48; bytes++) {
            Files.write(begun, new byte[bytes]);
            try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
                assertThat(log.recovery().orElseThrow().reason()).isEqualTo("a torn header");
                assertThat(LogKit.payloads(log)).containsExactly("first", "other", "third");
            }
            assertThat(begun).doesNotExist();
        }
    }

    @Test
    void aNewerFormatIsRefusedWithWhatToDo() throws IOException {
        LogFormat.Header header = new LogFormat.Header(0, 1, 0, 0);
        byte[] bytes = header.encode().array();
        bytes[11] = 2;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 44);
        java.nio.ByteBuffer.wrap(bytes).putInt(44, (int) crc.getValue());
        Path newer = Files.createDirectories(temp.resolve("newer"));
        Files.write(newer.resolve(LogFormat.fileName(1)), bytes);
        assertThatThrownBy(() -> LogKit.open(newer, LogKit.LARGE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("start a server that is as new");
    }

    @Test
    void aFolderInUseIsRefused() {
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            assertThatThrownBy(() -> LogKit.open(folder, LogKit.LARGE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("in use");
            assertThat(log.end()).isEqualTo(3);
        }
    }

    @Test
    void damageInAnOlderSegmentStopsReadingThereAndNamesIt() throws Exception {
        Path old = oldSegments();
        LogKit.flip(LogKit.segments(old).get(1), 48 + 430 + 100);
        try (FileEventLog log = LogKit.open(old, LogKit.SMALL);
                EventLog.Reader reader = log.read(1)) {
            assertThat(log.end()).isEqualTo(6);
            assertThat(reader.next(3, 1 << 20, 0)).hasSize(3);
            assertThatThrownBy(() -> reader.next(1, 1 << 20, 0))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(LogFormat.fileName(3))
                    .hasMessageContaining("offset " + (48 + 430));
            assertThat(LogKit.records(log, 5)).hasSize(2);
        }
    }

    @Test
    void anOlderSegmentThatIsMissingOrShortStopsReadingThere() throws Exception {
        Path missing = oldSegments();
        Path shortened = LogKit.copy(missing, temp.resolve("short"));
        Files.delete(LogKit.segments(missing).get(1));
        truncate(LogKit.segments(shortened).get(1), 48 + 430);
        for (Path damaged : List.of(missing, shortened)) {
            try (FileEventLog log = LogKit.open(damaged, LogKit.SMALL)) {
                assertThatThrownBy(() -> LogKit.records(log, 1))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("is damaged");
                assertThat(LogKit.records(log, 5)).hasSize(2);
            }
        }
    }

    /// Three segments of two records of 430 bytes.
    private Path oldSegments() {
        Path old = temp.resolve("old");
        String payload = "x".repeat(400);
        try (FileEventLog log = LogKit.open(old, LogKit.SMALL)) {
            LogKit.appendAll(log, payload, payload, payload, payload, payload, payload);
        }
        assertThat(LogKit.segments(old)).hasSize(3);
        return old;
    }

    @Test
    void aPositionThatAStoreKnowsIsNeverGivenOutAgain() {
        try (FileEventLog log = openAfter(10)) {
            assertThat(log.end()).isEqualTo(10);
            assertThat(LogKit.append(log, "after").position()).isEqualTo(11);
            assertThat(LogKit.records(log, 1).stream().map(LogRecord::position))
                    .containsExactly(1L, 2L, 3L, 11L);
            assertThat(LogKit.records(log, 7).stream().map(LogKit::text)).containsExactly("after");
        }
        try (FileEventLog log = openAfter(11)) {
            assertThat(log.end()).isEqualTo(11);
            assertThat(LogKit.payloads(log)).containsExactly("first", "other", "third", "after");
        }
    }

    private FileEventLog openAfter(long positionsUsed) {
        return FileEventLog.open(
                folder,
                LogKit.LARGE,
                positionsUsed,
                InstantSource.system(),
                Faults.NONE,
                LogKit.PLENTY);
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }
}
