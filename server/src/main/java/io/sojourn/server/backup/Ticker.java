package io.sojourn.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells how large a folder has become while something is written into it, which itself tells nothing.
final class Ticker {

    private static final long EVERY_SECONDS = 2;

    private Ticker() {}

    /// @param progress told on another thread meanwhile, on the caller's at the end, never at the same time
    static long during(String what, Path folder, Consumer<String> progress, LongSupplier work) {
        long began = System.nanoTime();
        long before = bytes(folder);
        long result;
        try (ScheduledExecutorService ticks =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name("progress").factory())) {
            ScheduledFuture<?> tick =
                    ticks.scheduleWithFixedDelay(
                            () ->
                                    progress.accept(
                                            what + " ... " + Folders.size(bytes(folder) - before)),
                            EVERY_SECONDS,
                            EVERY_SECONDS,
                            TimeUnit.SECONDS);
            try {
                result = work.getAsLong();
            } finally {
                tick.cancel(false);
            }
        }
        progress.accept(
                "%s up to position %d, %s in %.1f s"
                        .formatted(
                                what,
                                result,
                                Folders.size(bytes(folder) - before),
                                (System.nanoTime() - began) / 1e9));
        return result;
    }

    private static long bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long bytes = 0;
        try {
            for (Path file : Folders.files(folder)) {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            }
        } catch (IOException | UncheckedIOException e) {
            return bytes;
        }
        return bytes;
    }
}
