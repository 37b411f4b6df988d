package io.sojourn.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.data.DataFolder;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.log.EventLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A simulated shop in the project `demo.example`: a month of history, then people in its pages for as long as the
/// server runs.
///
/// `demo.json` in the data folder holds the seed and the moment that the history ends, and how far it is in the log; a
/// start that finds it half-way goes on from there, and what was already in the log is known by its ids.
public final class Demo implements AutoCloseable {

    public static final String DOMAIN = ShopVisit.HOST;

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "demo.json";
    private static final int DAYS = 30;
    private static final long SEED = 20_261_124;
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    /// A visit is over after this time, so that the list of who is online moves before one's eyes.
    private static final Duration VISIT_TIMEOUT = Duration.ofMinutes(3);

    private final DataFolder data;
    private final Catalog.Project project;
    private final EventLog log;
    private final Ingest ingest;
    private final InstantSource clock;
    private final int people;
    private final Consumer<String> progress;
    private final Thread thread;
    private volatile Optional<DemoTraffic> traffic = Optional.empty();
    private volatile boolean closed;

    /// How far the history is.
    private record State(
            String project, long seed, long end, int people, int hours, boolean done) {}

    /// @param server itself, as commands find it
    /// @param people of the history, at least 1
    public Demo(
            DataFolder data,
            Catalog.Project project,
            EventLog log,
            Ingest ingest,
            InstantSource clock,
            int people,
            Consumer<String> progress,
            DataFolder.Announced server) {
        this.data = data;
        this.project = project;
        this.log = log;
        this.ingest = ingest;
        this.clock = clock;
        this.people = people;
        this.progress = progress;
        this.thread = Thread.ofPlatform().name("demo").start(() -> run(server));
    }

    private void run(DataFolder.Announced server) {
        try {
            long begun = System.nanoTime();
            State state = state();
            DemoHistory.Past past = DemoHistory.of(state.seed, state.end, DAYS, state.people);
            if (!state.done) {
                progress.accept("demo: writing the history, which takes some seconds");
                settle(project.id());
                write(state, past);
                progress.accept(
                        "demo: %d people and %d events of the last %d days in %.1f s"
                                .formatted(
                                        past.shoppers().size(),
                                        past.statements().size(),
                                        DAYS,
                                        (System.nanoTime() - begun) / 1e9));
            }
            synchronized (this) {
                if (!closed) {
                    traffic =
                            Optional.of(
                                    new DemoTraffic(
                                            URI.create(server.url()),
                                            ServerClient.http(server.fingerprint()),
                                            past.shoppers(),
                                            newNumber(),
                                            DemoTraffic.Pace.USUAL,
                                            clock));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            progress.accept("demo: stopped: " + e.getMessage());
        }
    }

    /// Above those of the past, and another one at each start.
    private int newNumber() {
        return 100_000_000 + (int) (clock.millis() / 1_000 % 1_000_000_000);
    }

    private void settle(ProjectId id) throws InterruptedException {
        ProjectSettings standard = ProjectSettings.DEFAULT;
        VisitSettings visits = standard.visits();
        ingest.execute(
                id,
                new Command.ChangeSettings(
                        new ProjectSettings(
                                standard.zone(),
                                standard.weekStart(),
                                new VisitSettings(
                                        VISIT_TIMEOUT.toMillis(),
                                        visits.timeoutAsSent(),
                                        visits.splitAtMidnight(),
                                        visits.splitOnCampaign()),
                                standard.identity(),
                                standard.bots(),
                                standard.excludes(),
                                standard.ip())),
                COMMAND_TIMEOUT);
    }

    private void write(State state, DemoHistory.Past past) throws InterruptedException {
        List<DemoLog.Hour> hours = DemoLog.hours(past.statements());
        new DemoLog(log, project.id())
                .append(
                        hours,
                        state.hours,
                        done ->
                                keep(
                                        new State(
                                                state.project,
                                                state.seed,
                                                state.end,
                                                state.people,
                                                done,
                                                done == hours.size())));
        if (!ingest.awaitApplied(log.end(), Duration.ofMinutes(5))) {
            LOG.warn("the demo's history is yet to be brought into the stores");
        }
    }

    // --- how far it is

    private State state() {
        Optional<State> kept = read();
        if (kept.isPresent() && kept.get().project.equals(project.id().toString())) {
            return kept.get();
        }
        State begun = new State(project.id().toString(), SEED, clock.millis(), people, 0, false);
        keep(begun);
        return begun;
    }

    private Optional<State> read() {
        Path file = data.path().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            return Optional.of(
                    new State(
                            json.path("project").asText(),
                            json.path("seed").asLong(),
                            json.path("end").asLong(),
                            json.path("people").asInt(),
                            json.path("hours").asInt(),
                            json.path("done").asBoolean()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read, the demo begins anew", file, e);
            return Optional.empty();
        }
    }

    private void keep(State state) {
        data.write(
                FILE,
                JsonNodeFactory.instance
                                .objectNode()
                                .put("project", state.project)
                                .put("seed", state.seed)
                                .put("end", state.end)
                                .put("people", state.people)
                                .put("hours", state.hours)
                                .put("done", state.done)
                                .toPrettyString()
                        + "\n",
                false);
    }

    /// Requests of the present that the server has taken.
    long sent() {
        return traffic.map(DemoTraffic::sent).orElse(0L);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            traffic.ifPresent(DemoTraffic::close);
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
