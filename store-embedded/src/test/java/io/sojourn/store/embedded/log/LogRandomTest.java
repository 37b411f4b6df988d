package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.log.EventLogContract.Appended;
import io.sojourn.store.log.LogRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random appends, confirmations, restarts and losses of power against a list. `-Dseed=` replays a run.
@Timeout(180)
class LogRandomTest {

    @TempDir Path temp;

    @Test
    void aLogIsTheListOfWhatItAcknowledged() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("LogRandomTest seed " + seed);
        new Run(seed, temp.resolve("log")).steps(60);
    }

    @Test
    @Tag("slow")
    void manyLogsAreTheListsOfWhatTheyAcknowledged() throws Exception {
        Random seeds = new Random(Long.getLong("seed", new Random().nextLong()));
        for (int i = 0; i < 10; i++) {
            long seed = seeds.nextLong();
            System.out.println("LogRandomTest seed " + seed);
            new Run(seed, temp.resolve("log" + i)).steps(80);
        }
    }

    private static final class Run {
        private final Random random;
        private final Path base;
        private final LogSettings settings;
        private final FaultyDisk disk = new FaultyDisk();
        private final List<String> model = new ArrayList<>();
        private final AtomicInteger crashIn = new AtomicInteger();
        private Path folder;
        private int folders;
        private long confirmed = 1;
        private FileEventLog log;

        Run(long seed, Path base) {
            this.random = new Random(seed);
            this.base = base;
            this.folder = base.resolve("0");
            this.settings =
                    LogKit.SMALL
                            .withSegmentBytes(1024L << random.nextInt(4))
                            .withRetention(
                                    random.nextBoolean()
                                            ? new Retention.Days(0)
                                            : new Retention.All());
            this.log = open();
        }

        private FileEventLog open() {
            return FileEventLog.open(
                    folder,
                    settings,
                    0,
                    InstantSource.system(),
                    this::atFaultPoint,
                    LogKit.PLENTY,
                    disk);
        }

        void steps(int count) throws Exception {
            try {
                for (int i = 0; i < count; i++) {
                    step();
                    check();
                }
                restart();
                check();
            } finally {
                log.close();
            }
        }

        private void step() throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> confirm();
                case 1 -> restart();
                case 2, 3 -> losePower();
                default -> appendSome().forEach(this::acknowledged);
            }
        }

        private record Sent(String payload, Appended appended) {}

        private List<Sent> appendSome() {
            List<Sent> sent = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                String payload = Integer.toHexString(random.nextInt()).repeat(random.nextInt(50));
                sent.add(new Sent(payload, LogKit.append(log, payload)));
            }
            sent.forEach(one -> one.appended().position());
            return sent;
        }

        private void acknowledged(Sent sent) {
            model.add(sent.payload());
            assertThat(sent.appended().position()).isEqualTo(model.size());
        }

        private void confirm() {
            confirmed = Math.max(confirmed, 1 + random.nextInt(model.size() + 1));
            log.confirm(confirmed);
        }

        private void restart() {
            log.close();
            log = open();
            assertThat(log.recovery()).isEmpty();
            log.confirm(confirmed);
        }

        /// Goes on with a copy of the folder as it may look when the power fails between a write and its sync.
        private void losePower() throws IOException {
            crashIn.set(1 + random.nextInt(2));
            Path copied = base.resolve(Integer.toString(folders + 1));
            List<Sent> sent = appendSome();
            boolean crashed = crashIn.getAndSet(0) <= 0;
            if (!crashed) {
                sent.forEach(this::acknowledged);
                return;
            }
            log.close();
            folder = copied;
            log = open();
            long extra = log.end() - model.size();
            assertThat(extra).isBetween(0L, (long) sent.size());
            sent.subList(0, (int) extra).forEach(one -> model.add(one.payload()));
            log.confirm(confirmed);
        }

        private void atFaultPoint(FaultPoint point) {
            if (point == FaultPoint.LOG_AFTER_WRITE && crashIn.decrementAndGet() == 0) {
                folders++;
                try {
                    tear(LogKit.copy(folder, base.resolve(Integer.toString(folders))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        /// Leaves what was synced, and of the rest any part, perhaps with a wrong bit.
        private void tear(Path copy) throws IOException {
            Path newest = LogKit.segments(copy).getLast();
            long synced = disk.forcedBytes(folder.resolve(newest.getFileName()));
            long bytes = newest.toFile().length();
            assertThat(bytes).isGreaterThan(synced);
            long left = synced + random.nextInt((int) (bytes - synced + 1));
            try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
                file.setLength(left);
            }
            if (left > synced && random.nextInt(3) == 0) {
                LogKit.flip(newest, synced + random.nextInt((int) (left - synced)));
            }
        }

        private void check() {
            assertThat(log.end()).isEqualTo(model.size());
            assertThat(log.begin()).isLessThanOrEqualTo(Math.max(confirmed, log.end() + 1));
            long from = log.begin() + random.nextInt((int) (log.end() + 2 - log.begin()));
            List<LogRecord> records = LogKit.records(log, from);
            assertThat(records.stream().map(LogKit::text))
                    .containsExactlyElementsOf(model.subList((int) from - 1, model.size()));
        }
    }
}
