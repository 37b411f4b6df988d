package io.sojourn.server.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /api/v1/backup {"folder": "/absolute/path"}`: writes a backup on the server's machine. Answers line by line
/// while it goes on: `{"progress": "..."}`, at the end `{"done": {...}}` or `{"failed": "..."}`. A caller that hangs up
/// ends it.
public final class BackupApi {

    private static final Logger LOG = LoggerFactory.getLogger(BackupApi.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Backup backup;

    public BackupApi(Backup backup) {
        this.backup = backup;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/v1/backup", Access.server(Role.OWNER), this::write));
    }

    private Reply write(Call call) {
        String text = call.json().path("folder").asText();
        Path folder;
        try {
            folder = Path.of(text);
        } catch (InvalidPathException e) {
            throw new ProblemException(
                    io.sojourn.core.problem.Problem.invalid("folder", "must be a path"));
        }
        backup.check(folder);
        return Reply.stream("application/x-ndjson", out -> write(folder, out));
    }

    private void write(Path folder, OutputStream out) throws IOException {
        ObjectNode last = JSON.objectNode();
        try {
            Manifest manifest =
                    backup.write(
                            folder, line -> send(out, JSON.objectNode().put("progress", line)));
            last.putObject("done")
                    .put("folder", folder.toString())
                    .put("confirmed", manifest.confirmed())
                    .put("end", manifest.end())
                    .put("bytes", manifest.bytes());
            LOG.info("backup {} up to log position {} is written", folder, manifest.end());
        } catch (UncheckedIOException gone) {
            LOG.warn("backup {} was given up: its caller is gone", folder);
            throw gone.getCause();
        } catch (ProblemException e) {
            LOG.error("backup {} failed: {}", folder, e.getMessage());
            last.put("failed", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("backup {} failed", folder, e);
            last.put("failed", "something failed here; the server's log has it");
        }
        send(out, last);
    }

    private static void send(OutputStream out, ObjectNode line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
