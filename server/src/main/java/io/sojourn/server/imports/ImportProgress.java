package io.sojourn.server.imports;

import java.io.PrintStream;
import java.util.Locale;

/// Tells how far an import is: one line that changes on a terminal, else a line now and then.
final class ImportProgress {

    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long LINES_NANOS = 10_000_000_000L;
    private static final int BAR_WIDTH = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private long began = System.nanoTime();
    private long told;
    private long events;
    private long bytesBefore;

    /// @param total bytes of the file
    ImportProgress(PrintStream out, boolean terminal, long total) {
        this.out = out;
        this.terminal = terminal;
        this.total = Math.max(1, total);
        this.told = began;
    }

    /// The rate is counted from here.
    ///
    /// @param bytes of the file that an earlier run did
    void begin(long bytes) {
        began = System.nanoTime();
        bytesBefore = bytes;
    }

    /// @param bytes of the file that were read
    /// @param more events since the last call
    void add(long bytes, long more) {
        events += more;
        long now = System.nanoTime();
        if (now - told >= (terminal ? TERMINAL_NANOS : LINES_NANOS)) {
            told = now;
            show(bytes, now);
        }
    }

    private void show(long bytes, long now) {
        double seconds = Math.max(0.001, (now - began) / 1e9);
        double share = Math.min(1, bytes / (double) total);
        double bytesPerSecond = (bytes - bytesBefore) / seconds;
        String left =
                bytesPerSecond <= 0 ? "?" : duration((long) ((total - bytes) / bytesPerSecond));
        String text =
                String.format(
                        Locale.ROOT,
                        "%3.0f %%  %.1f of %.1f MB  %,d events  %,.0f/s  %s left",
                        100 * share,
                        bytes / 1e6,
                        total / 1e6,
                        events,
                        events / seconds,
                        left);
        if (terminal) {
            int full = (int) (share * BAR_WIDTH);
            out.print(
                    "\r["
                            + "#".repeat(full)
                            + ".".repeat(BAR_WIDTH - full)
                            + "] "
                            + text
                            + "\033[K");
            out.flush();
        } else {
            out.println(text);
        }
    }

    private static String duration(long seconds) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// A line of its own.
    void say(String line) {
        out.println(terminal ? "\r" + line + "\033[K" : line);
        out.flush();
    }
}
