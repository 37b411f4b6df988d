package io.sojourn.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a figure depends on beside the program.
public final class Machine {
    private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");

    private Machine() {}

    public static String describe() throws IOException {
        return "%s, %d processors, %d GiB; %s %s; %s %s"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        memoryGib(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"));
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.exists(file)) {
            Matcher model = MODEL.matcher(Files.readString(file));
            if (model.find()) {
                return model.group(1);
            }
        }
        return System.getProperty("os.arch");
    }

    private static long memoryGib() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 30
                : 0;
    }

    /// Processes that wait for a processor, mean of the last minute.
    public static String load() {
        return "%.1f"
                .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
