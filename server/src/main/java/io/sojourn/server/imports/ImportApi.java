package io.sojourn.server.imports;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.log.EventLog;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/// `POST /api/v1/projects/{project}/import`: a piece of a history as NDJSON, `format=visits` (lines of Woopra's
/// `logs/import` and `logs/export`, the default) or `format=items` (items of the native batch).
///
/// `source` and `line` give actions without an id one of their own, so that the same lines sent again change nothing
/// while ids are remembered (7 days of received time). Answers
/// `{"accepted":1,"position":"17","rejected":[{"line":3,"code":"...","field":"...","message":"..."}]}`.
public final class ImportApi {

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._-]{0,100}");
    private static final Pattern LINE = Pattern.compile("[0-9]{1,15}");

    private final Catalog catalog;
    private final ImportIntake intake;
    private final ImportAnswer.Counters counters;
    private final InstantSource clock;

    public ImportApi(
            Catalog catalog,
            EventLog log,
            Limits limits,
            ImportAnswer.Counters counters,
            InstantSource clock) {
        this.catalog = catalog;
        this.intake = new ImportIntake(log, new Intake(limits));
        this.counters = counters;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/v1/projects/{project}/import",
                        Access.project(Role.ADMIN),
                        this::take));
    }

    private Reply take(Call call) throws InterruptedException {
        Catalog.Project project = project(call.path("project"));
        RequestKind kind =
                switch (call.query("format").orElse("visits")) {
                    case "visits" -> RequestKind.IMPORT;
                    case "items" -> RequestKind.BATCH;
                    default -> throw invalid("format", "takes visits or items");
                };
        String source = call.query("source").orElse("");
        String line = call.query("line").orElse("1");
        if (!SOURCE.matcher(source).matches()) {
            throw invalid("source", "takes up to 100 letters, digits, '.', '_' and '-'");
        }
        if (!LINE.matcher(line).matches()) {
            throw invalid("line", "takes a whole number");
        }
        ImportIntake.Taken taken =
                intake.take(
                        project.id(),
                        project.name(),
                        kind,
                        call.body(),
                        source,
                        Long.parseLong(line),
                        clock.millis());
        return Reply.json(ImportAnswer.of(taken, counters));
    }

    private Catalog.Project project(String number) {
        return catalog.projects().stream()
                .filter(project -> project.id().toString().equals(number))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.UNKNOWN_PROJECT, "there is no project " + number));
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(Problem.invalid(field, message));
    }
}
