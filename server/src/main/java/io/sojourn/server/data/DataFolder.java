package io.sojourn.server.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything a server knows, locked for this process:
///
/// ```
/// format.json     version of this layout
/// lock            held while a server runs; names its process and address
/// first-run.json  what the first start created (mode 0600)
/// catalog.db      projects, accounts, keys, refusals
/// log/            segments of the event log
/// projects/7/     people, events and segments of project 7
/// ```
public final class DataFolder implements AutoCloseable {

    /// Version of the layout that this program writes; older ones are migrated forward, newer ones refused.
    public static final int FORMAT = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private final Path path;
    private final FileChannel lockChannel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel lockChannel, FileLock lock) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /// Makes the folder where there is none and locks it.
    ///
    /// @throws ProblemException `DATA_FOLDER`, saying what to do, where it is in use, newer, damaged or not writable
    public static DataFolder open(Path folder, InstantSource clock) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw problem(
                    "data folder %s cannot be made (%s); choose another with --data"
                            .formatted(path, reason(e)));
        }
        FileChannel channel = openLock(path);
        try {
            FileLock lock = lock(path, channel);
            DataFolder data = new DataFolder(path, channel, lock);
            data.announce("", "");
            data.checkFormat(clock);
            return data;
        } catch (RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static FileChannel openLock(Path path) {
        try {
            return FileChannel.open(
                    path.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw problem(
                    "data folder %s is not writable (%s); give this user write access or choose another with --data"
                            .formatted(path, reason(e)));
        }
    }

    private static FileLock lock(Path path, FileChannel channel) {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw problem("data folder %s cannot be locked (%s)".formatted(path, reason(e)));
        }
        if (lock == null) {
            throw problem(
                    "data folder %s is in use by %s; stop that server first or choose another folder with --data"
                            .formatted(path, holder(path)));
        }
        return lock;
    }

    private static String holder(Path path) {
        try {
            JsonNode holder = JSON.readTree(path.resolve("lock").toFile());
            String process = "process " + holder.path("pid").asText("?");
            String url = holder.path("url").asText("");
            return url.isEmpty() ? process : process + " at " + url;
        } catch (IOException e) {
            return "another process";
        }
    }

    /// Where a server listens.
    ///
    /// @param fingerprint SHA-256 of its certificate, hex; empty without TLS
    public record Announced(String url, String fingerprint) {}

    /// Where the server that holds a folder listens, as it announced it; empty where none did or its process ended
    /// properly.
    public static Optional<Announced> announced(Path folder) {
        try {
            JsonNode holder = JSON.readTree(folder.resolve("lock").toFile());
            String url = holder.path("url").asText("");
            return url.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Announced(url, holder.path("certificate").asText("")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Whether there is a data folder, of any version.
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve("format.json"));
    }

    private void checkFormat(InstantSource clock) {
        Path file = path.resolve("format.json");
        if (!Files.exists(file)) {
            if (Files.exists(catalog()) || Files.exists(log())) {
                throw problem(
                        "data folder %s holds data but no format.json, so its version is unknown; restore a backup"
                                .formatted(path));
            }
            ObjectNode format = JSON.createObjectNode();
            format.put("format", FORMAT);
            format.put("created", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            write("format.json", format.toPrettyString() + "\n", false);
            return;
        }
        int version = readFormat(file);
        if (version > FORMAT) {
            throw problem(
                    "data folder %s has format %d, written by a newer Sojourn; this one knows up to %d: install the newer version"
                            .formatted(path, version, FORMAT));
        }
    }

    private int readFormat(Path file) {
        try {
            int version = JSON.readTree(file.toFile()).path("format").asInt(0);
            if (version >= 1) {
                return version;
            }
        } catch (IOException e) {
            throw problem("%s cannot be read (%s); restore a backup".formatted(file, reason(e)));
        }
        throw problem("%s names no format version; restore a backup".formatted(file));
    }

    /// Writes into the lock file who holds it, for the message that a second server gives.
    ///
    /// @param url empty while there is none
    public synchronized void announce(String url, String fingerprint) {
        ObjectNode holder = JSON.createObjectNode();
        holder.put("pid", ProcessHandle.current().pid());
        holder.put("url", url);
        holder.put("certificate", fingerprint);
        try {
            lockChannel.truncate(0);
            lockChannel.write(
                    ByteBuffer.wrap(holder.toString().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            throw problem("%s cannot be written (%s)".formatted(path.resolve("lock"), reason(e)));
        }
    }

    /// Writes a file of the folder so that it is there whole or not at all, even after a crash.
    ///
    /// @param secret readable and writable by the owner only, from its first byte on
    public void write(String name, String text, boolean secret) {
        Path part = path.resolve(name + ".tmp");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = DurableFiles.create(part, secret)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.forceFolder(path);
        } catch (IOException e) {
            throw problem("%s cannot be written (%s)".formatted(path.resolve(name), reason(e)));
        }
    }

    public Path path() {
        return path;
    }

    public Path catalog() {
        return path.resolve("catalog.db");
    }

    public Path log() {
        return path.resolve("log");
    }

    public Path project(ProjectId project) {
        return path.resolve("projects").resolve(project.toString());
    }

    @Override
    public void close() {
        try {
            lockChannel.truncate(0);
            lock.release();
        } catch (IOException e) {
            // The process ends, and the lock with it.
            return;
        } finally {
            closeQuietly(lockChannel);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            return;
        }
    }

    /// For a message: what kind of failure it was, and where.
    public static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    public static ProblemException problem(String message) {
        return new ProblemException(Code.DATA_FOLDER, message);
    }
}
