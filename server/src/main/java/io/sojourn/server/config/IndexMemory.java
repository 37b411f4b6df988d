package io.sojourn.server.config;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much of the machine the journey indexes get where nobody says it.
final class IndexMemory {

    private static final int PART_OF_MACHINE = 4;

    /// What everything else takes of the heap.
    private static final long OTHERS_BYTES = 384L << 20;

    private IndexMemory() {}

    /// A third of what the heap has beyond the rest stays free: an index is made of arrays that are copied.
    static long standard() {
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
        return of(machine, Runtime.getRuntime().maxMemory());
    }

    static long of(long machineBytes, long heapBytes) {
        long room = Math.max(0, heapBytes - OTHERS_BYTES) / 3 * 2;
        return Math.min(machineBytes / PART_OF_MACHINE, room);
    }
}
