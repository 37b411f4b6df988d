package io.sojourn.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Processor time of a process's living threads by what they do, in milliseconds; empty where the system does not say.
record ThreadTimes(Map<String, Long> millis) {
    private static final String COMPILERS = "JIT compilers";
    private static final int FIELDS_BEFORE_TIMES = 11;

    /// Linux counts in hundredths of a second here.
    private static final long MILLIS_PER_TICK = 10;

    static ThreadTimes of(long process) throws IOException {
        Map<String, Long> millis = new TreeMap<>();
        Path threads = Path.of("/proc", Long.toString(process), "task");
        if (Files.isDirectory(threads)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
                for (Path thread : each) {
                    add(millis, thread.resolve("stat"));
                }
            }
        }
        return new ThreadTimes(millis);
    }

    private static void add(Map<String, Long> millis, Path stat) throws IOException {
        try {
            String line = Files.readString(stat);
            int end = line.lastIndexOf(')');
            String name = line.substring(line.indexOf('(') + 1, end);
            String[] fields = line.substring(end + 2).split(" ", -1);
            long ticks =
                    Long.parseLong(fields[FIELDS_BEFORE_TIMES])
                            + Long.parseLong(fields[FIELDS_BEFORE_TIMES + 1]);
            millis.merge(work(name), ticks * MILLIS_PER_TICK, Long::sum);
        } catch (NoSuchFileException ended) {
            return; // a thread may end at any time
        }
    }

    /// @param name of the thread, of which the system keeps 15 characters
    private static String work(String name) {
        if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
            return COMPILERS;
        }
        if (name.startsWith("vert.x-")) {
            return "event loops";
        }
        if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM ")) {
            return "JVM";
        }
        return name.equals("ingest") || name.equals("log-writer") ? name : "others";
    }

    /// What is no compiler's.
    long ownMillis() {
        return millis.entrySet().stream()
                .filter(each -> !each.getKey().equals(COMPILERS))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// Shares of the whole, the largest first.
    @Override
    public String toString() {
        long all = Math.max(1, millis.values().stream().mapToLong(Long::longValue).sum());
        return millis.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(each -> "%s %d %%".formatted(each.getKey(), 100 * each.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
