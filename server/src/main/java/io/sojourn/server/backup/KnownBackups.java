package io.sojourn.server.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The backups that were written of a data folder and that are still where they were put: they may hold people who have
/// been deleted since.
public final class KnownBackups {

    /// In the data folder; a line is a folder as a JSON string.
    static final String FILE = "backups.txt";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    /// @param data the data folder
    public KnownBackups(Path data) {
        this.file = data.resolve(FILE);
    }

    synchronized void add(Path folder) throws IOException {
        String line = JSON.writeValueAsString(folder.toString()) + "\n";
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    /// Those that are still there, oldest first.
    public synchronized List<String> folders() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            Set<String> folders = new LinkedHashSet<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String folder = JSON.readValue(line, String.class);
                if (Files.exists(Path.of(folder).resolve(Manifest.FILE))) {
                    folders.add(folder);
                }
            }
            return List.copyOf(folders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
