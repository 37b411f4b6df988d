package io.sojourn.store.embedded.log;

import io.sojourn.core.problem.Code;
import io.sojourn.store.log.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Durable appends per second with N clients that each wait for their record, beside the floor: one write and one
/// sync per record on the same disk. Arguments: an empty folder, seconds per figure.
final class GroupCommitBench {

    private static final int PAYLOAD_BYTES = 400;

    private GroupCommitBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        clients(folder.resolve("warm"), 64, Duration.ofMillis(1), time);
        for (int clients : new int[] {1, 8, 64, 512, 4096}) {
            for (int linger : new int[] {0, 1}) {
                double floor = oneSyncEach(folder.resolve("floor"), time.dividedBy(2));
                Path own = folder.resolve(clients + "-" + linger);
                Figures figures = clients(own, clients, Duration.ofMillis(linger), time);
                System.out.printf(
                        "%,d clients, linger %d ms: %,.0f durable/s, %,.0f syncs/s; one sync each: %,.0f/s; ratio %.1f%n",
                        clients,
                        linger,
                        figures.records(),
                        figures.syncs(),
                        floor,
                        figures.records() / floor);
            }
        }
    }

    private static double oneSyncEach(Path file, Duration time) throws IOException {
        long start = System.nanoTime();
        long records = 0;
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(LogFormat.RECORD_OVERHEAD_BYTES + PAYLOAD_BYTES);
            while (System.nanoTime() - start < time.toNanos()) {
                channel.write(bytes.rewind());
                channel.force(false);
                records++;
            }
        }
        return records * 1e9 / (System.nanoTime() - start);
    }

    private record Figures(double records, double syncs) {}

    private static Figures clients(Path folder, int clients, Duration linger, Duration time)
            throws InterruptedException {
        LogSettings settings = LogSettings.DEFAULT.withLinger(linger);
        LongAdder records = new LongAdder();
        try (FileEventLog log = LogKit.open(folder, settings)) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                threads.add(Thread.startVirtualThread(() -> appendUntil(end, log, records)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Figures(records.sum() / seconds, log.commits() / seconds);
        }
    }

    private static void appendUntil(long end, EventLog log, LongAdder records) {
        Semaphore told = new Semaphore(0);
        EventLog.Listener listener =
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        records.increment();
                        told.release();
                    }

                    @Override
                    public void refused(Code code, String message) {
                        throw new IllegalStateException(message);
                    }
                };
        byte[] payload = new byte[PAYLOAD_BYTES];
        while (System.nanoTime() < end) {
            log.append(LogKit.PROJECT, 1, (byte) 1, payload, listener);
            told.acquireUninterruptibly();
        }
    }
}
