package io.sojourn.store.embedded.event;

import com.sun.management.OperatingSystemMXBean;
import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.event.TimelineQuery;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Figures of the decision record: 1.2 M events, 1 M of them of one visitor, in batches of 10,000 with one change per
/// two events of the batch before.
final class EventStoreBench {

    private static final int EVENTS = 10_000;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Random random = new Random(1);
    private List<Event> before = List.of();
    private int position;
    private double cpuOfCommits;

    private EventStoreBench() {}

    /// @param args an empty folder, and the number of batches: 120 for the figures of the record
    public static void main(String[] args) throws Exception {
        new EventStoreBench().run(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    private void run(Path folder, int batches) throws Exception {
        Path file = folder.resolve(DuckDbEventStore.FILE);
        try (DuckDbEventStore store = DuckDbEventStore.open(folder)) {
            say("commit", commits(store, batches));
            System.out.printf("CPU of a commit %.1f ms%n", cpuOfCommits / batches);
            say("timeline, nothing compacted", timelines(store, Long.MAX_VALUE));
            long start = System.nanoTime();
            double cpu = cpuMillis();
            int calls = 0;
            do {
                store.compact();
                calls++;
            } while (calls < 5);
            System.out.printf("compact %.0f ms, CPU %.0f ms%n", millis(start), cpuMillis() - cpu);
            System.out.printf("bytes per event %.1f%n", Files.size(file) / (double) store.size());
            say("timeline, newest page", timelines(store, Long.MAX_VALUE));
            say("timeline, page in the middle", timelines(store, 600_000_000L));
            backup(store, folder.resolve("backup"));
            dump(store);
        }
        long start = System.nanoTime();
        DuckDbEventStore.open(folder).close();
        System.out.printf("open and close %.0f ms%n", millis(start));
    }

    private double[] commits(DuckDbEventStore store, int batches) {
        double[] times = new double[batches];
        for (int i = 0; i < batches; i++) {
            EventBatch batch = batch();
            long start = System.nanoTime();
            double cpu = cpuMillis();
            store.commit(batch);
            cpuOfCommits += cpuMillis() - cpu;
            times[i] = millis(start);
        }
        return times;
    }

    private static double[] timelines(DuckDbEventStore store, long beforeTime) {
        double[] times = new double[30];
        double cpu = cpuMillis();
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            store.timeline(
                    new TimelineQuery(List.of(1L, 7L), beforeTime, Long.MAX_VALUE, 100, false));
            times[i] = millis(start);
        }
        System.out.printf("CPU of a page %.1f ms%n", (cpuMillis() - cpu) / times.length);
        return Arrays.copyOfRange(times, 10, 30);
    }

    private void backup(DuckDbEventStore store, Path target) throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            long start = System.nanoTime();
            Future<Long> copy = threads.submit(() -> store.backup(target));
            double longest = 0;
            while (!copy.isDone()) {
                longest = Math.max(longest, commits(store, 1)[0]);
            }
            System.out.printf(
                    "backup of position %d took %.0f ms, longest commit meanwhile %.0f ms%n",
                    copy.get(), millis(start), longest);
        }
    }

    private static void dump(DuckDbEventStore store) {
        long[] events = new long[1];
        long start = System.nanoTime();
        store.forEachEvent(event -> events[0]++);
        System.out.printf("dump of %d events %.0f ms%n", events[0], millis(start));
    }

    private EventBatch batch() {
        position++;
        List<Event> events = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(((long) position << 14) + i));
        }
        List<EventChange> changes = new ArrayList<>();
        for (int i = 0; i < before.size(); i += 2) {
            Value duration = Value.number(random.nextInt(100_000));
            changes.add(EventKit.change(before.get(i), position, "duration", duration));
        }
        before = events;
        return new EventBatch(position, events, changes, List.of());
    }

    private Event event(long id) {
        long time = position * 10_000_000L + random.nextInt(20_000_000);
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("url", Value.string("/page/" + random.nextInt(1_000)));
        properties.put("title", Value.string("Page title number " + random.nextInt(1_000)));
        properties.put("host", Value.string("example.com"));
        properties.put("amount", Value.number(random.nextInt(10_000)));
        Attributes attributes =
                new Attributes.Builder()
                        .set(Attribute.APP, "js-client")
                        .set(
                                Attribute.IP,
                                "10.1." + random.nextInt(255) + '.' + random.nextInt(255))
                        .set(
                                Attribute.USER_AGENT,
                                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/1"
                                        + random.nextInt(40))
                        .set(Attribute.BROWSER, "Chrome")
                        .set(Attribute.BROWSER_VERSION, "1" + random.nextInt(40))
                        .set(Attribute.OS, "Linux")
                        .set(Attribute.DEVICE, "desktop")
                        .set(Attribute.LANGUAGE, "en-US")
                        .set(Attribute.COUNTRY, "C" + random.nextInt(10))
                        .set(
                                Attribute.REFERRER,
                                "https://google.com/search/" + random.nextInt(1_000))
                        .set(Attribute.REFERRER_TYPE, "search")
                        .set(Attribute.PAGE, "example.com/page/" + random.nextInt(1_000))
                        .build();
        return new Event(
                id,
                random.nextInt(6) < 5 ? 1 : 2 + random.nextInt(50_000),
                time,
                time,
                random.nextInt(3) == 0 ? "pv" : "click " + random.nextInt(50),
                0,
                time,
                0,
                attributes,
                properties,
                Map.of());
    }

    private static void say(String what, double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        double sum = Arrays.stream(times).sum();
        System.out.printf(
                "%s: median %.1f ms, p95 %.1f ms, max %.1f ms, %.0f a second%n",
                what,
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[sorted.length - 1],
                1_000 * times.length / sum);
    }

    /// Of all threads, DuckDB's too: what stays the same on a busy machine.
    private static double cpuMillis() {
        return PROCESS.getProcessCpuTime() / 1e6;
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
