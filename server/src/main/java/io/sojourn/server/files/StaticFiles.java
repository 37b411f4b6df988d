package io.sojourn.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Reads what another build made for this server to serve: from the server's own jar, or from a folder. Files that end
/// in `.gz` and `.br` are codings of those without that ending.
public final class StaticFiles {

    private static final Map<String, String> CODINGS = Map.of(".br", "br", ".gz", "gzip");

    private StaticFiles() {}

    /// Empty where the program was built without.
    ///
    /// @param root folder in the jar, with a slash at its end; a name that no other jar has
    /// @param known a file that is certainly there
    public static Map<String, StaticFile> packaged(String root, String known) {
        URL found = StaticFiles.class.getClassLoader().getResource(root + known);
        if (found == null) {
            return Map.of();
        }
        try {
            return found.openConnection() instanceof JarURLConnection jar
                    ? ofJar(jar, root)
                    : ofFolder(Path.of(new URI(found.toString())).resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the files are at " + found, e);
        }
    }

    public static Map<String, StaticFile> ofFolder(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            Map<String, byte[]> bytes = new HashMap<>();
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                bytes.put(name, Files.readAllBytes(file));
            }
            return files(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, StaticFile> ofJar(JarURLConnection connection, String root)
            throws IOException {
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            Map<String, byte[]> bytes = new HashMap<>();
            List<JarEntry> entries =
                    jar.stream()
                            .filter(entry -> entry.getName().startsWith(root))
                            .filter(entry -> !entry.isDirectory())
                            .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    bytes.put(entry.getName().substring(root.length()), in.readAllBytes());
                }
            }
            return files(bytes);
        }
    }

    private static Map<String, StaticFile> files(Map<String, byte[]> bytes) {
        Map<String, StaticFile> files = new HashMap<>();
        bytes.forEach(
                (name, plain) -> {
                    boolean coding =
                            CODINGS.keySet().stream()
                                    .anyMatch(
                                            end ->
                                                    name.endsWith(end)
                                                            && bytes.containsKey(
                                                                    name.substring(
                                                                            0,
                                                                            name.length()
                                                                                    - end
                                                                                            .length())));
                    if (!coding) {
                        files.put(name, StaticFile.of(name, plain, codings(bytes, name)));
                    }
                });
        return Map.copyOf(files);
    }

    private static Map<String, byte[]> codings(Map<String, byte[]> bytes, String name) {
        Map<String, byte[]> codings = new HashMap<>();
        CODINGS.forEach(
                (end, coding) -> {
                    byte[] encoded = bytes.get(name + end);
                    if (encoded != null) {
                        codings.put(coding, encoded);
                    }
                });
        return codings;
    }
}
