package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.client.ServerClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Imports a file into a project of a running server, piece by piece, and remembers after each how far it is: broken
/// off at any time, the same command goes on where it stopped, and what was sent twice counts once.
public final class Importer {

    private static final int ROWS_MAX = ImportIntake.ITEMS_MAX;
    private static final int BYTES_MAX = 1 << 20;

    private final ServerClient server;
    private final Order order;
    private final ImportProgress progress;
    private long read;

    /// What is asked for.
    ///
    /// @param project number or domain
    /// @param mappings `COLUMN=TARGET`, for CSV
    /// @param restart forget what an earlier run did
    public record Order(Path file, String project, List<String> mappings, boolean restart) {
        public Order {
            mappings = List.copyOf(mappings);
        }

        Path state() {
            return file.resolveSibling(file.getFileName() + ".import.json");
        }

        Path rejects() {
            return file.resolveSibling(file.getFileName() + ".rejects.ndjson");
        }
    }

    /// Rows that go in one request, and those between them that cannot be read.
    private record Piece(List<ImportRows.Row.Item> items, List<ImportRows.Row.Unreadable> bad) {

        long lastLine() {
            return Math.max(
                    items.isEmpty() ? 0 : items.getLast().line(),
                    bad.isEmpty() ? 0 : bad.getLast().line());
        }
    }

    private Importer(ServerClient server, Order order, ImportProgress progress) {
        this.server = server;
        this.order = order;
        this.progress = progress;
    }

    /// @param terminal whether lines of `out` may be overwritten
    /// @return number of statements that were rejected, in all runs together
    /// @throws ProblemException where it cannot begin or go on, saying what to do
    public static long run(ServerClient server, Order order, PrintStream out, boolean terminal)
            throws IOException, InterruptedException {
        if (!Files.isRegularFile(order.file()) || !Files.isReadable(order.file())) {
            throw new ProblemException(
                    Code.CONFIGURATION, order.file() + " is no file that can be read");
        }
        ImportProgress progress = new ImportProgress(out, terminal, Files.size(order.file()));
        return new Importer(server, order, progress).run();
    }

    private long run() throws IOException, InterruptedException {
        String project = project();
        progress.say("reading " + order.file() + " for its checksum");
        String source = "import-" + ImportFile.hash(order.file());
        char first = ImportFile.firstCharacter(order.file());
        if (first == '[') {
            throw new ProblemException(
                    Code.MALFORMED_BODY,
                    order.file() + " is a JSON array; one visit a line is wanted (NDJSON)");
        }
        boolean visits = first == '{';
        try (FileLines lines = new FileLines(ImportFile.open(order.file(), n -> read += n))) {
            ImportRows rows = visits ? visits(lines) : csv(lines, source);
            ImportSender sender = new ImportSender(server, progress, project, visits, source);
            String form = rows instanceof CsvRows csv ? csv.mapping().targets() + "" : "visits";
            ImportState state =
                    begin(
                            "%s into project %s of %s as %s"
                                    .formatted(source, project, server.url(), form));
            return send(rows, sender, state);
        }
    }

    private String project() throws IOException, InterruptedException {
        ServerClient.Answer answer = server.get("api/v1/projects");
        if (!answer.isDone()) {
            throw answer.problem();
        }
        List<String> known = new ArrayList<>();
        for (JsonNode project : answer.body().path("projects")) {
            List<String> names = new ArrayList<>();
            names.add(project.path("id").asText());
            names.add(project.path("name").asText());
            project.path("domains").forEach(domain -> names.add(domain.asText()));
            if (names.contains(order.project().strip().toLowerCase(Locale.ROOT))) {
                return project.path("id").asText();
            }
            known.add(project.path("name").asText());
        }
        throw new ProblemException(
                Code.UNKNOWN_PROJECT,
                "the server has no project %s, only %s".formatted(order.project(), known));
    }

    private ImportRows visits(FileLines lines) {
        if (!order.mappings().isEmpty()) {
            throw new ProblemException(
                    Code.CONFIGURATION, "--map is for CSV; " + order.file() + " is NDJSON");
        }
        progress.say("visits as NDJSON, in the form of Woopra's logs/import and logs/export");
        return new VisitRows(lines);
    }

    private ImportRows csv(FileLines lines, String source) throws IOException {
        Optional<FileLines.Line> header = lines.next();
        String text =
                header.map(line -> new String(line.bytes(), StandardCharsets.UTF_8)).orElse("");
        header.ifPresent(line -> lines.putBack(List.of(line)));
        CsvRecords records = new CsvRecords(lines, CsvRecords.separator(text));
        Optional<CsvRecords.Cells> names = records.next();
        String flaw = names.map(CsvRecords.Cells::flaw).orElse("the file is empty");
        if (names.isEmpty() || !flaw.isEmpty()) {
            throw new ProblemException(
                    Code.MALFORMED_BODY,
                    "%s has no header row that can be read: %s".formatted(order.file(), flaw));
        }
        CsvMapping mapping = CsvMapping.of(names.get().cells(), order.mappings());
        progress.say("CSV, each column becomes:");
        mapping.describe().forEach(line -> progress.say("  " + line));
        return new CsvRows(records, mapping, source);
    }

    private ImportState begin(String what) throws IOException {
        Optional<ImportState> earlier =
                order.restart() ? Optional.empty() : ImportState.read(order.state());
        if (earlier.isEmpty()) {
            return ImportState.begin(what);
        }
        ImportState state = earlier.get();
        if (!state.what().equals(what)) {
            throw new ProblemException(
                    Code.CONFLICT,
                    "%s tells of another import (%s; now %s); --restart begins anew"
                            .formatted(order.state(), state.what(), what));
        }
        if (state.finished()) {
            throw new ProblemException(
                    Code.CONFLICT,
                    "%s was imported already, %s says so; --restart imports it again, which doubles nothing within 7 days"
                            .formatted(order.file(), order.state()));
        }
        progress.say(
                "going on after line %d; %d accepted before"
                        .formatted(state.line(), state.accepted()));
        return state;
    }

    private long send(ImportRows rows, ImportSender sender, ImportState begun)
            throws IOException, InterruptedException {
        ImportState state = begun;
        try (RejectsFile rejects = new RejectsFile(order.rejects(), begun.rejectsBytes())) {
            Optional<ImportRows.Row> next = skip(rows, begun.line());
            progress.begin(read);
            while (next.isPresent()) {
                Piece piece = new Piece(new ArrayList<>(), new ArrayList<>());
                next = fill(piece, next.get(), rows);
                for (ImportRows.Row.Unreadable bad : piece.bad) {
                    rejects.add(bad.line(), bad.field(), bad.message());
                }
                long accepted = piece.items.isEmpty() ? 0 : sender.send(piece.items, rejects::add);
                state =
                        state.advance(
                                piece.lastLine(), accepted, rejects.takeCount(), rejects.bytes());
                state.write(order.state());
                progress.add(read, accepted);
            }
        }
        sender.awaitApplied();
        state.finish().write(order.state());
        progress.say(
                String.format(
                        Locale.ROOT,
                        "imported: %d accepted, %d rejected",
                        state.accepted(),
                        state.rejected()));
        if (state.rejected() > 0) {
            progress.say("the rejected ones with their reasons: " + order.rejects());
        }
        return state.rejected();
    }

    private static Optional<ImportRows.Row> skip(ImportRows rows, long done) throws IOException {
        Optional<ImportRows.Row> row = rows.next();
        while (row.isPresent() && row.get().line() <= done) {
            row = rows.next();
        }
        return row;
    }

    /// @return the row after the piece
    private static Optional<ImportRows.Row> fill(Piece piece, ImportRows.Row first, ImportRows rows)
            throws IOException {
        long bytes = 0;
        Optional<ImportRows.Row> row = Optional.of(first);
        while (row.isPresent() && row.get().line() - first.line() < ROWS_MAX && bytes < BYTES_MAX) {
            switch (row.get()) {
                case ImportRows.Row.Item item -> {
                    piece.items.add(item);
                    bytes += item.json().length;
                }
                case ImportRows.Row.Unreadable bad -> piece.bad.add(bad);
            }
            row = rows.next();
        }
        return row;
    }
}
