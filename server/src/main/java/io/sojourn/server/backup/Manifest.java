package io.sojourn.server.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `backup.json`: what a backup holds, and how to tell that it is whole.
///
/// @param version of the program that wrote it
/// @param confirmed position up to which the copied stores have everything
/// @param end position of the last record of the copied log
/// @param files every file but `backup.json` itself
public record Manifest(
        String version,
        Instant created,
        long confirmed,
        long end,
        List<Project> projects,
        List<Content> files) {

    static final String FILE = "backup.json";

    /// Version of the layout of a backup.
    static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    /// @param people position of the copied people, at most that of the events
    public record Project(ProjectId id, String name, long people, long events) {}

    /// @param path relative to the backup, with `/`
    /// @param sha256 hex, lower case
    public record Content(String path, long bytes, String sha256) {}

    public Manifest {
        projects = List.copyOf(projects);
        files = List.copyOf(files);
    }

    public long bytes() {
        return files.stream().mapToLong(Content::bytes).sum();
    }

    String write() {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("version", version);
        json.put("created", created.toString());
        json.put("confirmed", confirmed);
        json.put("end", end);
        ArrayNode list = json.putArray("projects");
        for (Project project : projects) {
            list.addObject()
                    .put("id", project.id.toString())
                    .put("name", project.name)
                    .put("people", project.people)
                    .put("events", project.events);
        }
        ArrayNode contents = json.putArray("files");
        for (Content file : files) {
            contents.addObject()
                    .put("path", file.path)
                    .put("bytes", file.bytes)
                    .put("sha256", file.sha256);
        }
        return json.toPrettyString() + "\n";
    }

    /// @throws ProblemException `DATA_FOLDER` where the folder holds no backup that this program can restore
    public static Manifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw problem(
                    "%s is no backup: it has no %s (a folder named .partial is a backup that was not finished)"
                            .formatted(folder, FILE));
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            int format = json.path("format").asInt(0);
            if (format > FORMAT) {
                throw problem(
                        "%s has backup format %d, written by Sojourn %s; this one reads up to %d: install that version or a newer one"
                                .formatted(
                                        folder, format, json.path("version").asText("?"), FORMAT));
            }
            if (format < 1) {
                throw problem("%s names no format version".formatted(file));
            }
            return of(json);
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw problem("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Manifest of(JsonNode json) {
        List<Project> projects = new ArrayList<>();
        for (JsonNode project : json.path("projects")) {
            projects.add(
                    new Project(
                            new ProjectId(Integer.parseInt(project.path("id").asText())),
                            project.path("name").asText(),
                            project.path("people").asLong(),
                            project.path("events").asLong()));
        }
        List<Content> files = new ArrayList<>();
        for (JsonNode file : json.path("files")) {
            String path = file.path("path").asText();
            if (path.isEmpty() || path.startsWith("/") || path.contains("..")) {
                throw new IllegalArgumentException("no path within the backup: " + path);
            }
            files.add(new Content(path, file.path("bytes").asLong(), file.path("sha256").asText()));
        }
        return new Manifest(
                json.path("version").asText(),
                Instant.parse(json.path("created").asText()),
                json.path("confirmed").asLong(),
                json.path("end").asLong(),
                projects,
                files);
    }

    static ProblemException problem(String message) {
        return new ProblemException(Code.DATA_FOLDER, message);
    }
}
