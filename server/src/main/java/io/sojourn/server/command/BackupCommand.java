package io.sojourn.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.Offline;
import io.sojourn.server.backup.Manifest;
import io.sojourn.server.client.ServerClient;
import io.sojourn.server.data.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `sojourn backup FOLDER`: the running server copies its data into a new folder; where none runs, this process does.
record BackupCommand(PrintStream out, Map<String, String> environment) implements Command {

    static CommandSpec spec(PrintStream out, Map<String, String> environment) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new BackupCommand(out, environment));
        spec.usageMessage()
                .description(
                        "Copy a server's data into a new folder, on the server's machine, while it runs.");
        spec.mixinStandardHelpOptions(true);
        ServerOptions.positional(spec, "FOLDER", "where the backup goes; must not exist");
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult parsed) {
        Path folder = ServerOptions.positional(parsed).toAbsolutePath().normalize();
        Path data = ServerOptions.data(parsed, environment);
        if (!ServerOptions.namesServer(parsed) && DataFolder.exists(data)) {
            try (Offline offline = Offline.open(data, InstantSource.system())) {
                out.println("no server runs on " + data + ", copying it from here");
                Manifest manifest = offline.backup().write(folder, out::println);
                done(folder.toString(), manifest.end(), manifest.bytes());
                return 0;
            } catch (ProblemException e) {
                if (DataFolder.announced(data).isEmpty()) {
                    throw e;
                }
            }
        }
        try (ServerClient server = ServerOptions.client(parsed, environment)) {
            return online(server, folder);
        } catch (IOException e) {
            throw new ProblemException(Code.INTERNAL, e.getMessage() + "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "interrupted");
        }
    }

    private int online(ServerClient server, Path folder) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                server.stream(
                        "api/v1/backup",
                        JsonNodeFactory.instance.objectNode().put("folder", folder.toString()));
        if (response.statusCode() != 200) {
            throw ServerClient.answer(response).problem();
        }
        JsonMapper json = new JsonMapper();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                JsonNode line = json.readTree(text);
                if (line.has("progress")) {
                    out.println(line.path("progress").asText());
                } else if (line.has("failed")) {
                    throw new ProblemException(Code.INTERNAL, line.path("failed").asText());
                } else if (line.has("done")) {
                    JsonNode done = line.path("done");
                    done(
                            done.path("folder").asText(),
                            done.path("end").asLong(),
                            done.path("bytes").asLong());
                    return 0;
                }
            }
        }
        throw new ProblemException(
                Code.INTERNAL, "the server broke the backup off; its log says why");
    }

    private void done(String folder, long end, long bytes) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "backup %s: %.1f MB, everything up to log position %d",
                        folder,
                        bytes / 1e6,
                        end));
    }
}
