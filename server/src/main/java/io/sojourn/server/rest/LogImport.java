package io.sojourn.server.rest;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.imports.ImportAnswer;
import io.sojourn.server.imports.ImportIntake;
import io.sojourn.store.catalog.Catalog;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// `logs/import`: visits as NDJSON, through the log like everything else.
final class LogImport {

    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final int HASH_CHARS = 24;

    private final RestProjects projects;
    private final ImportIntake intake;
    private final ImportAnswer.Counters counters;
    private final InstantSource clock;

    LogImport(
            RestProjects projects,
            ImportIntake intake,
            ImportAnswer.Counters counters,
            InstantSource clock) {
        this.projects = projects;
        this.intake = intake;
        this.counters = counters;
        this.clock = clock;
    }

    /// Answers when all is durable. The body names itself by its hash unless `source` does, so that the same body sent
    /// again changes nothing while ids are remembered.
    Reply take(Call call) throws InterruptedException {
        RestRequest request = RestRequest.ofQuery(call);
        Catalog.Project project = projects.imported(call, request);
        String named = request.text("source");
        if (!named.isEmpty() && !SOURCE.matcher(named).matches()) {
            throw new ProblemException(
                    Problem.invalid("source", "takes up to 100 letters, digits, '.', '_' and '-'"));
        }
        ImportIntake.Taken taken =
                intake.take(
                        project.id(),
                        project.name(),
                        RequestKind.IMPORT,
                        call.body(),
                        named.isEmpty() ? hash(call.body()) : named,
                        1,
                        clock.millis());
        return Reply.json(ImportAnswer.of(taken, counters));
    }

    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
