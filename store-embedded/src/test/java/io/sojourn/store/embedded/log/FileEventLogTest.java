package io.sojourn.store.embedded.log;

import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.EventLogContract;
import java.nio.file.Path;
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
}
