package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.TimeRange;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Times scans of an index of made events together with plain folds, and what it takes in memory. A program, not a test:
/// the figures of `docs/decisions/006-journey-index.md` are its.
///
/// Arguments: events in millions, threads.
final class IndexFigures {

    private static final int NAMES = 40;
    private static final long DAY = 86_400_000L;
    private static final long FIRST = 1_735_689_600_000L;
    private static final int RUNS = 7;

    private IndexFigures() {}

    public static void main(String[] arguments) {
        int events =
                arguments.length > 0 ? (int) (Double.parseDouble(arguments[0]) * 1e6) : 2_000_000;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        try (Runner runner = new Runner(threads)) {
            new Run(events, runner).all();
        }
    }

    private record Run(int events, Runner runner) {

        void all() {
            Kinds kinds = new Kinds();
            for (int name = 0; name < NAMES; name++) {
                kinds.code("name" + name, 0);
            }
            int visitors = Math.max(100, (int) (events * 0.03));
            long begun = System.nanoTime();
            int[] visitor = new int[events];
            long[] time = new long[events];
            int[] kind = new int[events];
            clickstream(visitors, visitor, time, kind);
            long made = System.nanoTime();
            int late = Math.min(100_000, events / 20);
            BaseBuilder builder = new BaseBuilder(events);
            for (int i = 0; i < events - late; i++) {
                builder.add(visitor[i], time[i], i, kind[i]);
            }
            Base base = builder.build(events);
            long built = System.nanoTime();
            DeltaRows rows = new DeltaRows();
            for (int i = events - late; i < events; i++) {
                rows.add(visitor[i], time[i], i, kind[i]);
            }
            Delta delta = rows.version();
            long sorted = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d events of %d visitors, made in %d ms, base in %d ms (%.1f M/s), delta of %d in %d ms, %.2f bytes per event%n",
                    events,
                    visitors,
                    (made - begun) / 1_000_000,
                    (built - made) / 1_000_000,
                    events * 1e3 / (built - made),
                    late,
                    (sorted - built) / 1_000_000,
                    (double) base.memory() / base.size());
            Version alone = version(base, Delta.EMPTY, kinds);
            Version both = version(base, delta, kinds);
            int[] owner = new int[visitors + 1];
            Arrays.setAll(owner, i -> i);
            Who single = Made.who(owner);
            int[] merged = owner.clone();
            for (int i = 2; i <= 20_000 && i <= visitors; i += 2) {
                merged[visitors - i / 2] = 1 + i * 7 % (visitors / 2);
            }
            int[] half = owner.clone();
            for (int i = 2; i <= visitors; i += 2) {
                half[i] = i - 1;
            }
            JourneyScan none = new JourneyScan.Builder(Long.MAX_VALUE - 1).build();
            time("no condition", none, alone, single, Count::new);
            JourneyScan three = funnel(TimeRange.ALL, 2, 5, 8);
            time("3-step rows only", three, alone, single, Count::new);
            time("3-step funnel", three, alone, single, scan -> new Funnel(scan, 3));
            time(
                    "3-step funnel, half are pairs",
                    three,
                    alone,
                    Made.who(half),
                    scan -> new Funnel(scan, 3));
            time(
                    "3-step funnel, 10,000 merged",
                    three,
                    alone,
                    Made.who(merged),
                    scan -> new Funnel(scan, 3));
            time("3-step funnel, delta", three, both, single, scan -> new Funnel(scan, 3));
            time(
                    "3-step funnel, 30 days",
                    funnel(new TimeRange(FIRST + 30 * DAY, FIRST + 60 * DAY), 2, 5, 8),
                    alone,
                    single,
                    scan -> new Funnel(scan, 3));
            time(
                    "5-step funnel",
                    funnel(TimeRange.ALL, 0, 1, 2, 5, 8),
                    alone,
                    single,
                    scan -> new Funnel(scan, 5));
            JourneyScan.Builder paths = new JourneyScan.Builder(Long.MAX_VALUE - 1);
            paths.allEvents().column(io.sojourn.journey.scan.Column.EVENT_NAME);
            time("all rows with names", paths.build(), alone, single, Count::new);
            paths.visits(new VisitCut(VisitSettings.DEFAULT, ZoneId.of("UTC")));
            time("all rows with names and visits", paths.build(), alone, single, Count::new);
        }

        private void time(
                String what,
                JourneyScan scan,
                Version version,
                Who who,
                Function<JourneyScan, Analysis<long[], Long>> analysis) {
            long[] nanos = new long[RUNS];
            long result = 0;
            long[] cpu = new long[RUNS];
            for (int run = 0; run < RUNS; run++) {
                Runner.Answer<Long> answer =
                        runner.run(
                                asked -> new IndexScan(asked, version, who, () -> {}),
                                analysis.apply(scan),
                                Stop.never());
                nanos[run] = answer.nanos();
                result = answer.result();
                cpu[run] = processorTime(scan, version, who, analysis.apply(scan));
            }
            Arrays.sort(cpu);
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-32s median %7.2f ms, best %7.2f ms; alone on a thread %7.2f ms of processor, %.2f ns per event, result %d%n",
                    what,
                    nanos[RUNS / 2] / 1e6,
                    nanos[0] / 1e6,
                    cpu[RUNS / 2] / 1e6,
                    (double) cpu[RUNS / 2] / events,
                    result);
        }

        /// Of the whole question on this thread, which other work on the machine disturbs less than the clock's time.
        private static long processorTime(
                JourneyScan scan, Version version, Who who, Analysis<long[], Long> analysis) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long begun = threads.getCurrentThreadCpuTime();
            try (OpenScan open = new IndexScan(scan, version, who, () -> {})) {
                long[] accumulator = analysis.start(open, Stop.never());
                for (int part = 0; part < open.parts(); part++) {
                    open.forEach(part, batch -> analysis.fold(accumulator, batch));
                }
                analysis.finish(accumulator, open);
            }
            return threads.getCurrentThreadCpuTime() - begun;
        }

        private static Version version(Base base, Delta delta, Kinds kinds) {
            LongColumn.View active = new LongColumn.View(base.times(), delta.times());
            return new Version(
                    base,
                    delta,
                    kinds,
                    new BitSet(),
                    Map.of(),
                    Optional.of(
                            new Version.VisitInputs(active, Optional.empty(), Optional.empty())),
                    () -> active);
        }

        private static JourneyScan funnel(TimeRange range, int... names) {
            JourneyScan.Builder scan = new JourneyScan.Builder(Long.MAX_VALUE - 1);
            for (int name : names) {
                scan.condition(EventFilter.named("name" + name), range);
            }
            return scan.build();
        }
    }

    /// Sessions of Zipf-distributed people over 84 days, by arrival.
    private static void clickstream(int visitors, int[] visitor, long[] time, int[] kind) {
        SplittableRandom random = new SplittableRandom(7);
        int events = visitor.length;
        double[] zipf = new double[NAMES];
        double sum = 0;
        for (int i = 0; i < NAMES; i++) {
            sum += 1.0 / (i + 1);
            zipf[i] = sum;
        }
        int active = 2_000;
        int[] who = new int[active];
        for (int i = 0; i < active; i++) {
            who[i] = person(random, visitors);
        }
        for (int i = 0; i < events; i++) {
            int slot = random.nextInt(active);
            if (random.nextInt(8) == 0) {
                who[slot] = person(random, visitors);
            }
            visitor[i] = who[slot];
            time[i] = FIRST + (long) (84.0 * DAY * i / events) + random.nextInt(1000);
            int found = Arrays.binarySearch(zipf, random.nextDouble() * sum);
            kind[i] = 1 + (found < 0 ? -found - 1 : found);
        }
    }

    /// Few have many events, most have few.
    private static int person(SplittableRandom random, int visitors) {
        double skew = random.nextDouble();
        return 1 + (int) (visitors * skew * skew);
    }

    private record Count(JourneyScan scan) implements Analysis<long[], Long> {
        @Override
        public long[] start(OpenScan open, Stop stop) {
            return new long[1];
        }

        @Override
        public void fold(long[] accumulator, JourneyBatch batch) {
            accumulator[0] += batch.rows();
        }

        @Override
        public void merge(long[] into, long[] other) {
            into[0] += other[0];
        }

        @Override
        public Long finish(long[] accumulator, OpenScan open) {
            return accumulator[0];
        }
    }

    /// Latest entry that could reach each step within 7 days: a stand-in for the analysis.
    private record Funnel(JourneyScan scan, int steps) implements Analysis<long[], Long> {
        @Override
        public long[] start(OpenScan open, Stop stop) {
            return new long[steps];
        }

        @Override
        public void fold(long[] accumulator, JourneyBatch batch) {
            long[] entry = new long[steps];
            for (int i = 0; i < batch.people(); i++) {
                int reached = 0;
                Arrays.fill(entry, Long.MIN_VALUE);
                for (int row = batch.start()[i]; row < batch.start()[i + 1]; row++) {
                    int step = Long.numberOfTrailingZeros(batch.mask()[0][row]);
                    long time = batch.time()[row];
                    if (step == 0) {
                        entry[0] = time;
                        reached = Math.max(reached, 1);
                    } else if (step <= reached
                            && time - entry[step - 1] <= 7 * DAY
                            && entry[step - 1] != Long.MIN_VALUE) {
                        entry[step] = entry[step - 1];
                        reached = Math.max(reached, step + 1);
                    }
                }
                if (reached > 0) {
                    accumulator[reached - 1]++;
                }
            }
        }

        @Override
        public void merge(long[] into, long[] other) {
            for (int i = 0; i < steps; i++) {
                into[i] += other[i];
            }
        }

        @Override
        public Long finish(long[] accumulator, OpenScan open) {
            return accumulator[steps - 1];
        }
    }
}
