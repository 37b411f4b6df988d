package io.sojourn.bench.question;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.bench.LiveServer;
import io.sojourn.bench.Machine;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.embedded.catalog.SqliteCatalog;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The questions, asked of a server through its API while events arrive that belong to the same people. Its stores were
/// filled with twelve weeks that ended last Monday, so that the questions' range has the past and what arrives.
///
/// At the end the server has to count exactly what it acknowledged beside what it began with.
final class QuestionsOverHttp {

    private static final int WARM_UPS = 5;
    private static final int EVENTS_PER_SECOND = 5_000;
    private static final ProjectId PROJECT = new ProjectId(1);
    private static final Statements DEFINITIONS = new Statements("sojourn");

    private final Clickstream stream;
    private final int rounds;
    private final Set<Question> only;
    private final boolean packaged;
    private final int eventsPerSecond;
    private final Map<Question, double[]> millis = new EnumMap<>(Question.class);

    QuestionsOverHttp(int events, int rounds, Set<Question> only) {
        this(events, rounds, only, true, EVENTS_PER_SECOND);
    }

    /// @param packaged whether the server is the delivered one, else one from the classes of this program
    QuestionsOverHttp(
            int events, int rounds, Set<Question> only, boolean packaged, int eventsPerSecond) {
        this.stream = new Clickstream(events, lastMonday() - Clickstream.WEEKS * Clickstream.WEEK);
        this.rounds = rounds;
        this.only = only;
        this.packaged = packaged;
        this.eventsPerSecond = eventsPerSecond;
    }

    private static long lastMonday() {
        return InstantSource.system()
                .instant()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
    }

    /// @param data a folder that is not there yet
    /// @return the figures
    /// @throws IOException where the server answers an error, or counts something else than it acknowledged
    String measure(Path data) throws IOException, InterruptedException {
        String loadBefore = Machine.load();
        System.err.println("filling the server's stores");
        try (LiveServer first = start(data)) {
            first.get("/status");
        }
        fill(data);
        long begun = System.nanoTime();
        try (LiveServer server = start(data)) {
            server.awaitIndex();
            double ready = (System.nanoTime() - begun) / 1e9;
            long before = count(server);
            require(before, stream.events, "before events arrive");
            LiveServer.Sent sent;
            long during;
            try (LiveServer.Sending sending = server.send(eventsPerSecond, stream.people)) {
                for (int round = -WARM_UPS; round < rounds; round++) {
                    ask(server, round);
                }
                during = count(server);
                sent = sending.stop();
            }
            server.awaitApplied();
            long after = count(server);
            require(after, before + sent.events(), "when all events had arrived");
            if (during <= before) {
                throw new IOException("no answer showed what arrived meanwhile");
            }
            return text(server, loadBefore, ready, sent, during - before);
        }
    }

    private LiveServer start(Path data) throws IOException, InterruptedException {
        return LiveServer.start(data, packaged, List.of());
    }

    /// The log goes on after the position that the stores are at.
    private void fill(Path data) {
        Path project = data.resolve("projects").resolve(PROJECT.toString());
        long position;
        try (SqlitePeopleStore people = SqlitePeopleStore.open(project, Faults.NONE);
                DuckDbEventStore events = DuckDbEventStore.open(project)) {
            position = StreamFill.fill(people, events, stream);
        }
        try (SqliteCatalog catalog =
                SqliteCatalog.open(data, InstantSource.system(), Faults.NONE)) {
            catalog.confirm(position);
        }
    }

    private static void require(long counted, long expected, String when) throws IOException {
        if (counted != expected) {
            throw new IOException(
                    "%,d events were counted %s, not %,d".formatted(counted, when, expected));
        }
    }

    private long count(LiveServer server) throws IOException, InterruptedException {
        JsonNode answer = server.ask("trend", definition("events.json"));
        return answer.at("/result/lines/0/total").asLong();
    }

    private void ask(LiveServer server, int round) throws IOException, InterruptedException {
        for (Question question : only) {
            long begun = System.nanoTime();
            ask(server, question);
            if (round >= 0) {
                millis.computeIfAbsent(question, added -> new double[rounds])[round] =
                        (System.nanoTime() - begun) / 1e6;
            }
        }
    }

    private void ask(LiveServer server, Question question)
            throws IOException, InterruptedException {
        JsonNode answer =
                switch (question) {
                    case FUNNEL_3, FUNNEL_5, FUNNEL_BY_PLAN -> ask(server, "funnel", question);
                    case RETENTION -> ask(server, "retention", question);
                    case PATHS -> ask(server, "paths", question);
                    case DAILY_PEOPLE -> ask(server, "trend", question);
                    case SEGMENT -> ask(server, "segment", question);
                    case LAST_OF_PERSON -> server.get("/people/1/timeline?limit=100");
                    case LAST_OF_PROJECT -> server.get("/live/snapshot");
                };
        if (answer.isEmpty()) {
            throw new IOException("nothing was answered: " + question.words());
        }
    }

    private JsonNode ask(LiveServer server, String kind, Question question)
            throws IOException, InterruptedException {
        return server.ask(kind, definition(question.file("json"))).path("result");
    }

    private String definition(String file) {
        return DEFINITIONS
                .text(file)
                .replace("{project}", LiveServer.project())
                .replace("{from}", Long.toString(stream.begin))
                .replace("{to}", Long.toString(stream.end() + Clickstream.WEEK));
    }

    private String text(
            LiveServer server,
            String loadBefore,
            double readySeconds,
            LiveServer.Sent sent,
            long seen)
            throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("%s%n".formatted(Machine.describe()));
        text.append(
                "%,d events and what arrives; %d answers each, milliseconds through the API; load %s before, %s after%n%n"
                        .formatted(stream.events, rounds, loadBefore, Machine.load()));
        text.append("| question | median | p99 | most |\n|---|---|---|---|\n");
        millis.forEach(
                (question, all) -> {
                    double[] sorted = all.clone();
                    Arrays.sort(sorted);
                    text.append(
                            "| %s | %.1f | %.1f | %.1f |%n"
                                    .formatted(
                                            question.words(),
                                            share(sorted, 0.5),
                                            share(sorted, 0.99),
                                            share(sorted, 1)));
                });
        text.append(
                "%nserver: %.1f s from its start to the index, %,d MiB resident%n"
                        .formatted(readySeconds, server.residentMib()));
        text.append(
                "meanwhile: %,d events a second accepted, %,d in all, %d batches refused, answered within %.1f ms (p99)%n"
                        .formatted(
                                (long) sent.perSecond(),
                                sent.events(),
                                sent.refused(),
                                sent.millis()));
        text.append(
                "answers showed %,d new events before sending stopped, all of them afterwards%n"
                        .formatted(seen));
        return text.toString();
    }

    private static double share(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
