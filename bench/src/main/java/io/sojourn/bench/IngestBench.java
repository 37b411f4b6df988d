package io.sojourn.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The path from the tracking request to both stores, measured beside HTTP and group commit alone.
///
/// Everything that the server acknowledged is counted, and compared with what its stores hold when it has caught up;
/// where they differ no figure is printed.
@Command(
        name = "ingest",
        description = "Requests to both stores, beside HTTP and group commit alone.",
        mixinStandardHelpOptions = true)
final class IngestBench implements Callable<Integer> {
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(10);
    private static final int BATCH_CONNECTIONS = 8;
    private static final double WARM_UP_SECONDS_MAX = 5;
    private static final double PACED_SHARE = 0.7;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--connections",
            defaultValue = "256",
            description =
                    "Keep-alive connections that send GETs, one at a time each (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--people",
            defaultValue = "100000",
            description =
                    "People, each introduced before measuring, then chosen by Zipf (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description =
                    "GETs a second while time to visibility is measured (default: 70 %% of what goes through).")
    private double rate;

    @Option(
            names = "--no-bare",
            description = "Leave out the floor, while looking for where time goes.")
    private boolean noBare;

    @Option(
            names = "--folder",
            description = "Where data is written, and removed again (default: a temporary one).")
    private Path folder = Path.of("");

    private int runs;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String before = Machine.load();
        try (Workspace work = Workspace.create(folder)) {
            return measure(work.path(), before);
        }
    }

    private int measure(Path work, String before) throws IOException, InterruptedException {
        IngestReport report = new IngestReport(seconds, connections, BATCH_CONNECTIONS, people);
        if (!noBare) {
            bare(work.resolve("bare"), report);
            Workspace.delete(work.resolve("bare"));
        }
        boolean whole = server(work.resolve("server"), report);
        if (whole) {
            System.out.print(report.text(before));
        }
        return whole ? 0 : 1;
    }

    private void bare(Path data, IngestReport report) throws IOException, InterruptedException {
        try (Child child = Child.bare(data)) {
            InetSocketAddress address = child.address();
            say("bare loop: warming up");
            run(Load.gets(connections, warmUp(), people), address);
            for (Load load : loads()) {
                say("bare loop: " + IngestReport.name(load));
                report.bare(load, run(load, address));
            }
        }
    }

    private List<Load> loads() {
        return List.of(
                Load.gets(connections, seconds, people),
                Load.batches(BATCH_CONNECTIONS, 100, seconds, people),
                Load.batches(BATCH_CONNECTIONS, 1_000, seconds, people));
    }

    private double warmUp() {
        return Math.min(WARM_UP_SECONDS_MAX, seconds);
    }

    private Load.Result run(Load load, InetSocketAddress address) throws IOException {
        return LoadGenerator.run(load, address, ++runs);
    }

    /// @return whether the stores hold what was acknowledged
    private boolean server(Path data, IngestReport report)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Child child = Child.packaged(data, List.of());
                ServerApi api = apiOf(child, data)) {
            api.progress();
            report.start(System.nanoTime() - begun, child.residentMib("VmRSS"));
            List<Counts> acknowledged = new ArrayList<>();
            say("server: introducing " + people + " people");
            Load introduction = Load.introduction(BATCH_CONNECTIONS, 1_000, people);
            report.introduction(measure(introduction, child, api, acknowledged));
            report.residentAfterIntroduction(child.residentMib("VmRSS"));
            say("server: warming up");
            measure(Load.gets(connections, warmUp(), people), child, api, acknowledged);
            double through = 0;
            for (Load load : loads()) {
                say("server: " + IngestReport.name(load));
                Through measured = measure(load, child, api, acknowledged);
                report.server(load, measured);
                through = load.isBatch() ? through : measured.requestsPerSecond();
            }
            visibility(through, child, api, report, acknowledged);
            report.resident(child.residentMib("VmRSS"), child.residentMib("VmHWM"));
            api.awaitApplied(CATCH_UP_MAX);
            report.threads(child.threads());
            return verify(api.stored(), acknowledged, report, child);
        }
    }

    private static ServerApi apiOf(Child child, Path data)
            throws IOException, InterruptedException {
        return new ServerApi(child.url(), data);
    }

    /// A run with what came after it.
    ///
    /// @param throughNanos from the first request until both stores had everything
    /// @param processorMillis that the server took for it, without its JIT compilers
    record Through(Load.Result result, long throughNanos, long processorMillis) {
        double requestsPerSecond() {
            return result.requests() * 1e9 / throughNanos;
        }

        double eventsPerSecond() {
            return result.acknowledged().events() * 1e9 / throughNanos;
        }

        double statementsPerSecond() {
            return result.acknowledged().statements() * 1e9 / throughNanos;
        }

        double microsPerStatement() {
            return processorMillis * 1e3 / result.acknowledged().statements();
        }
    }

    private Through measure(Load load, Child child, ServerApi api, List<Counts> acknowledged)
            throws IOException, InterruptedException {
        long before = child.threads().ownMillis();
        long begun = System.nanoTime();
        Load.Result result = run(load, child.address());
        long applied = api.awaitApplied(CATCH_UP_MAX);
        acknowledged.add(result.acknowledged());
        return new Through(result, applied - begun, child.threads().ownMillis() - before);
    }

    private void visibility(
            double through,
            Child child,
            ServerApi api,
            IngestReport report,
            List<Counts> acknowledged)
            throws IOException, InterruptedException {
        double perSecond = rate > 0 ? rate : Math.floor(PACED_SHARE * through);
        say("server: answer to visible, at " + (long) perSecond + " GETs a second");
        try (Visibility visibility = new Visibility(api)) {
            visibility.start();
            Load load = Load.gets(connections, seconds, people).paced(perSecond);
            Load.Result result = run(load, child.address());
            Visibility.Result markers = visibility.stop();
            acknowledged.add(result.acknowledged());
            acknowledged.add(new Counts(markers.markers(), 0, 0, 0));
            report.visibility(perSecond, result, markers);
        }
    }

    private static boolean verify(
            ServerApi.Stored stored, List<Counts> acknowledged, IngestReport report, Child child) {
        Counts sum = acknowledged.stream().reduce(Counts.NONE, Counts::plus);
        boolean whole = stored.events() == sum.events() && stored.counted().equals(sum);
        if (whole) {
            report.verified(stored);
        } else {
            System.err.println("no figures: the stores do not hold what was acknowledged");
            System.err.println("  acknowledged " + sum);
            System.err.println("  stored       " + stored);
            child.output().forEach(line -> System.err.println("  server: " + line));
        }
        return whole;
    }

    private static void say(String line) {
        System.err.println("bench: " + line + " (load " + Machine.load() + ")");
    }
}
