package io.sojourn.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The figures of one run as a table. A figure of the server stands beside the floor's and their ratio, which is what
/// can be compared between runs.
final class IngestReport {
    private final int seconds;
    private final int connections;
    private final int batchConnections;
    private final int people;
    private final Map<Load, Load.Result> bare = new LinkedHashMap<>();
    private final Map<Load, IngestBench.Through> server = new LinkedHashMap<>();
    private final StringBuilder remarks = new StringBuilder();

    IngestReport(int seconds, int connections, int batchConnections, int people) {
        this.seconds = seconds;
        this.connections = connections;
        this.batchConnections = batchConnections;
        this.people = people;
    }

    static String name(Load load) {
        return load.isBatch() ? "batches of " + load.itemsPerRequest() : "GETs";
    }

    void bare(Load load, Load.Result result) {
        bare.put(load, result);
    }

    void server(Load load, IngestBench.Through measured) {
        server.put(load, measured);
    }

    void start(long nanos, long residentMib) {
        remark(
                "start to first answer %.2f s, resident %d MiB then"
                        .formatted(nanos / 1e9, residentMib));
    }

    void introduction(IngestBench.Through through) {
        remark(
                "introducing %,d people, one event each: %,.0f people/s through to both stores"
                        .formatted(people, through.eventsPerSecond()));
    }

    void residentAfterIntroduction(long mib) {
        remark("resident after that %d MiB".formatted(mib));
    }

    void visibility(double perSecond, Load.Result result, Visibility.Result markers) {
        remark(
                "at %,.0f GETs/s asked for and %,.0f had: answer p50 %.1f ms, p99 %.1f ms"
                        .formatted(
                                perSecond,
                                result.requestsPerSecond(),
                                result.answer().millis(0.50),
                                result.answer().millis(0.99)));
        remark(
                "answer to visible meanwhile: p50 %.0f ms, p99 %.0f ms (%d markers)"
                        .formatted(
                                markers.visible().millis(0.50),
                                markers.visible().millis(0.99),
                                markers.markers()));
    }

    void resident(long now, long most) {
        remark("resident at the end %d MiB, at most %d MiB".formatted(now, most));
    }

    void threads(ThreadTimes times) {
        remark("processor time of the server: " + times);
    }

    void verified(ServerApi.Stored stored) {
        remark(
                "stored = acknowledged: %,d events of %,d people (%,d by bots)"
                        .formatted(stored.events(), stored.people(), stored.bots()));
        remark(
                "  and %,d duplicates found, %,d updates, %,d identifies"
                        .formatted(
                                stored.counted().duplicates(),
                                stored.counted().updates(),
                                stored.counted().identifies()));
    }

    private void remark(String line) {
        remarks.append("  ").append(line).append('\n');
    }

    /// @param loadBefore load of the machine before the run
    String text(String loadBefore) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(Machine.describe()).append('\n');
        text.append(
                        "%d s each; GETs over %d connections, batches over %d"
                                .formatted(seconds, connections, batchConnections))
                .append(
                        ", one request at a time each; load %s before, %s after"
                                .formatted(loadBefore, Machine.load()))
                .append("\n\n");
        row(
                text,
                "per second",
                "bare",
                "server",
                "ratio",
                "in stores",
                "events",
                "p50 ms",
                "p99 ms",
                "CPU us");
        server.forEach((load, through) -> append(text, load, through));
        text.append('\n').append(remarks);
        text.append(
                """

                  bare: HTTP and group commit, nothing behind. server: acknowledged. in stores: until both stores had
                  everything; all three count statements (events, updates, identifies, duplicates), events those alone.
                  p50, p99: request to answer at full speed. CPU: of the server, per statement,
                  without its JIT compilers.
                """);
        return text.toString();
    }

    private void append(StringBuilder text, Load load, IngestBench.Through through) {
        Load.Result floor = bare.get(load);
        double acknowledged = through.result().statementsPerSecond();
        row(
                text,
                name(load),
                floor == null ? "-" : whole(floor.statementsPerSecond()),
                whole(acknowledged),
                floor == null ? "-" : "%.2f".formatted(acknowledged / floor.statementsPerSecond()),
                whole(through.statementsPerSecond()),
                whole(through.eventsPerSecond()),
                millis(through.result().answer().millis(0.50)),
                millis(through.result().answer().millis(0.99)),
                millis(through.microsPerStatement()));
        if (through.result().refused() > 0) {
            remark(
                    "%s: %,d requests refused with 503"
                            .formatted(name(load), through.result().refused()));
        }
    }

    private static String whole(double number) {
        return "%,.0f".formatted(number);
    }

    private static String millis(double number) {
        return "%.1f".formatted(number);
    }

    private static void row(StringBuilder text, String name, String... cells) {
        text.append("  %-16s".formatted(name));
        for (String cell : cells) {
            text.append("%11s".formatted(cell));
        }
        text.append('\n');
    }
}
