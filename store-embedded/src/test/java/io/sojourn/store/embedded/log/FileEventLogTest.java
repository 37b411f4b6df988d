package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventLogTest extends EventLogContract {

    @TempDir Path folder;

    @Override
    protected EventLog keeping() {
        return FileEventLog.open(
                folder.resolve("keeping"),
                LogSettings.DEFAULT
                        .withSegmentBytes(4096)
                        .withUnconfirmedBytesMax(64 << 20)
                        .withRetention(new Retention.All()));
    }

    @Override
    protected EventLog forgetting() {
        return FileEventLog.open(
                folder.resolve("forgetting"),
                LogSettings.DEFAULT.withSegmentBytes(1024).withUnconfirmedBytesMax(64 << 20));
    }

    @Test
    void aReaderMayBeginFarBehindTheStartOfALargeSegment() {
        String payload = "x".repeat(3_000);
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            for (int i = 1; i <= 300; i++) {
                LogKit.append(log, payload + i).position();
            }
            assertThat(LogKit.records(log, 280))
                    .hasSize(21)
                    .first()
                    .satisfies(
                            record -> {
                                assertThat(record.position()).isEqualTo(280);
                                assertThat(LogKit.text(record)).isEqualTo(payload + 280);
                            });
        }
    }
}
