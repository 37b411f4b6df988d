package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// How far an import is, in a file beside the imported one, written after every acknowledged piece.
///
/// @param what file, project, server and mapping that it belongs to
/// @param line number of the last line that is done
/// @param rejectsBytes length of the report of rejects so far
/// @param finished whether all of the file is done
record ImportState(
        String what, long line, long accepted, long rejected, long rejectsBytes, boolean finished) {

    private static final JsonMapper JSON = new JsonMapper();

    static ImportState begin(String what) {
        return new ImportState(what, 0, 0, 0, 0, false);
    }

    ImportState advance(long toLine, long moreAccepted, long moreRejected, long bytes) {
        return new ImportState(
                what, toLine, accepted + moreAccepted, rejected + moreRejected, bytes, false);
    }

    ImportState finish() {
        return new ImportState(what, line, accepted, rejected, rejectsBytes, true);
    }

    static Optional<ImportState> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            return Optional.of(
                    new ImportState(
                            json.path("what").asText(),
                            json.path("line").asLong(),
                            json.path("accepted").asLong(),
                            json.path("rejected").asLong(),
                            json.path("rejectsBytes").asLong(),
                            json.path("finished").asBoolean()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new ProblemException(
                    Code.CONFIGURATION,
                    file + " is damaged; --restart imports the file from its beginning");
        }
    }

    /// There whole or not at all, even after a crash.
    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("what", what);
        json.put("line", line);
        json.put("accepted", accepted);
        json.put("rejected", rejected);
        json.put("rejectsBytes", rejectsBytes);
        json.put("finished", finished);
        Path part = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(json.toPrettyString() + "\n"));
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
