package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.upgrade.OldData;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged files in another place, on a machine that has a Java runtime and the usual small programs and nothing
/// else: no Maven, no Node, no JDK on the path.
@Tag("slow")
class ArchiveIT {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+),.*");

    @TempDir private Path folder = Path.of("");

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes a)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(each).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path each, BasicFileAttributes a)
                            throws IOException {
                        Files.copy(
                                each,
                                to.resolve(from.relativize(each).toString()),
                                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// A folder of links to the few programs that the start script uses.
    private Path path() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String name : List.of("bash", "env", "dirname", "readlink", "sed", "head", "cmp")) {
            Path program =
                    List.of(Path.of("/usr/bin", name), Path.of("/bin", name)).stream()
                            .filter(Files::isExecutable)
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(name + " is not there"));
            Files.createSymbolicLink(bin.resolve(name), program);
        }
        return bin;
    }

    @Test
    void itStartsElsewhereWithARuntimeOnlyAndUpgradesAnEarlierFolder() throws Exception {
        Path home = folder.resolve("some where").resolve("sojourn");
        copy(PackagedServer.program().resolveSibling("..").normalize(), home);
        Path data = folder.resolve("data");
        OldData.unpack("0.1.0-first", data);
        ProcessBuilder builder =
                new ProcessBuilder(
                                home.resolve("bin/sojourn").toString(),
                                "run",
                                "--port",
                                "0",
                                "--data",
                                data.toString())
                        .redirectErrorStream(true)
                        .directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path().toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader output = process.inputReader()) {
            String url = "";
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    url = listening.group(1);
                    break;
                }
            }
            assertThat(url).as(said.toString()).isNotEmpty();
            HttpResponse<String> index =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url + "/people")).build(),
                            BodyHandlers.ofString());
            assertThat(index.statusCode()).isEqualTo(200);
            assertThat(index.body()).contains("<base href=\"/\">", "<div id=\"root\">");
            Matcher script =
                    Pattern.compile("src=\"(?:\\./)?(assets/[^\"]+\\.js)\"").matcher(index.body());
            assertThat(script.find()).as(index.body()).isTrue();
            HttpResponse<byte[]> code =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url + "/" + script.group(1)))
                                    .header("Accept-Encoding", "br")
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(code.headers().firstValue("Content-Encoding")).contains("br");
            assertThat(code.body()).hasSizeGreaterThan(1000);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
