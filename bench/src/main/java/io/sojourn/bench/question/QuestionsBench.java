package io.sojourn.bench.question;

import io.sojourn.bench.Machine;
import io.sojourn.bench.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Our answers beside those of two engines, on the same events, in one run, with two threads each.
///
/// Where an engine answers differently, its time is not shown and the run fails. The engines' statements, settings and
/// layouts stand in files beside this class.
@Command(
        name = "questions",
        description = "Funnels, retention, paths and more, beside DuckDB and ClickHouse.",
        mixinStandardHelpOptions = true)
public final class QuestionsBench implements Callable<Integer> {

    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;
    private static final int ROUNDS_OVER_HTTP = 100;

    @Option(
            names = "--events",
            defaultValue = "20000000",
            description = "Events of the made-up traffic (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--rounds",
            description =
                    "Answers of which the median counts (default: 5, through the server 100).")
    private Optional<Integer> rounds = Optional.empty();

    @Option(
            names = "--only",
            split = ",",
            description = "Questions that are asked (default: all of ${COMPLETION-CANDIDATES}).")
    private Set<Question> only = EnumSet.allOf(Question.class);

    @Option(names = "--no-duckdb", description = "Leave DuckDB out.")
    private boolean noDuckDb;

    @Option(names = "--no-clickhouse", description = "Leave ClickHouse out.")
    private boolean noClickHouse;

    @Option(
            names = "--http",
            description =
                    "Ask a server through its API while 5,000 events a second arrive, and no other engine.")
    private boolean http;

    @Option(names = "--plans", description = "Print the engines' plans too.")
    private boolean plans;

    @Option(
            names = "--folder",
            description = "Where data is written, and removed again (default: a temporary one).")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        String before = Machine.load();
        try (Workspace work = Workspace.create(folder)) {
            if (http) {
                int answers = rounds.orElse(ROUNDS_OVER_HTTP);
                System.out.print(
                        new QuestionsOverHttp(events, answers, only)
                                .measure(work.path().resolve("server")));
                return 0;
            }
            QuestionsReport report = new QuestionsReport(events, rounds());
            boolean equal = measure(work.path(), report);
            System.out.print(report.text(before));
            return equal ? 0 : 1;
        }
    }

    private int rounds() {
        return rounds.orElse(ROUNDS);
    }

    /// Fills all engines first, so that they are asked in one stretch.
    private boolean measure(Path work, QuestionsReport report) throws Exception {
        say("making " + events + " events");
        Clickstream stream = new Clickstream(events);
        int person = busiest(stream);
        say("filling Sojourn");
        long begun = System.nanoTime();
        try (SojournEngine ours = SojournEngine.fill(work.resolve("sojourn"), stream, person)) {
            report.filled(
                    ours.name(),
                    System.nanoTime() - begun,
                    Files.size(work.resolve("sojourn").resolve("events.duckdb")));
            report.ours(ours);
            Optional<DuckDbEngine> duckDb = duckDb(work, stream, person, report);
            Optional<ClickHouseEngine> clickHouse = clickHouse(work, stream, person, report);
            try {
                report.floor(Floor.millis(stream, rounds()));
                return ask(ours, duckDb, clickHouse, report);
            } finally {
                if (duckDb.isPresent()) {
                    duckDb.get().close();
                }
                if (clickHouse.isPresent()) {
                    clickHouse.get().close();
                }
            }
        }
    }

    private boolean ask(
            SojournEngine ours,
            Optional<DuckDbEngine> duckDb,
            Optional<ClickHouseEngine> clickHouse,
            QuestionsReport report)
            throws Exception {
        for (Question question : only) {
            report.expected(question, ask(ours, question, report));
        }
        List<Engine> others = new ArrayList<>();
        duckDb.ifPresent(engine -> others.addAll(engine.layouts()));
        clickHouse.ifPresent(engine -> others.addAll(engine.layouts()));
        boolean equal = true;
        for (Engine other : others) {
            equal &= compare(other, report);
        }
        for (Question question : plans ? only : Set.<Question>of()) {
            if (duckDb.isPresent()) {
                say(duckDb.get().plan(question, "by_person"));
            }
            if (clickHouse.isPresent()) {
                say(clickHouse.get().plan(question, "by_person"));
            }
        }
        return equal;
    }

    private Optional<DuckDbEngine> duckDb(
            Path work, Clickstream stream, int person, QuestionsReport report) throws Exception {
        if (noDuckDb) {
            return Optional.empty();
        }
        say("filling DuckDB");
        long begun = System.nanoTime();
        Path file = work.resolve("rival.duckdb");
        DuckDbEngine engine = DuckDbEngine.fill(file, stream, person);
        report.filled("DuckDB, three orders", System.nanoTime() - begun, Files.size(file));
        return Optional.of(engine);
    }

    private Optional<ClickHouseEngine> clickHouse(
            Path work, Clickstream stream, int person, QuestionsReport report) throws Exception {
        Path library = Path.of("bench/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so");
        if (noClickHouse || !Files.exists(library)) {
            say("ClickHouse is left out" + (noClickHouse ? "" : ": there is no " + library));
            return Optional.empty();
        }
        say("filling ClickHouse");
        long begun = System.nanoTime();
        ClickHouseEngine engine =
                ClickHouseEngine.fill(
                        library.toAbsolutePath(), work.resolve("clickhouse"), stream, person);
        report.filled("ClickHouse, two orders", System.nanoTime() - begun, 0);
        return Optional.of(engine);
    }

    private boolean compare(Engine engine, QuestionsReport report) throws Exception {
        boolean equal = true;
        for (Question question : only) {
            List<String> answer = ask(engine, question, report);
            equal &= report.compare(engine.name(), question, answer);
        }
        return equal;
    }

    /// @return the answer, its rows sorted
    private List<String> ask(Engine engine, Question question, QuestionsReport report)
            throws Exception {
        List<String> answer = new ArrayList<>();
        int asked = rounds();
        long[] nanos = new long[asked];
        for (int round = -WARM_UPS; round < asked; round++) {
            long begun = System.nanoTime();
            List<String> rows = engine.answer(question);
            if (round >= 0) {
                nanos[round] = System.nanoTime() - begun;
            }
            answer = new ArrayList<>(rows);
        }
        Arrays.sort(nanos);
        report.took(engine.name(), question, nanos[asked / 2]);
        say("%s: %s, %.1f ms".formatted(engine.name(), question.words(), nanos[asked / 2] / 1e6));
        answer.sort(null);
        return answer;
    }

    /// Among the first persons, who have two visitors.
    private static int busiest(Clickstream stream) {
        int[] count = new int[stream.merged + 1];
        for (int i = 0; i < stream.events; i++) {
            int person = stream.person(i);
            if (person <= stream.merged) {
                count[person]++;
            }
        }
        int best = 1;
        for (int person = 1; person <= stream.merged; person++) {
            best = count[person] > count[best] ? person : best;
        }
        return best;
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
