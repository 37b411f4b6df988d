package io.sojourn.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Whole folders: listed, summed up, copied, deleted.
final class Folders {

    private static final int BUFFER_BYTES = 1 << 20;

    private Folders() {}

    /// What is in a folder and below, files only, by path.
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static Manifest.Content content(Path folder, Path file) throws IOException {
        MessageDigest digest = sha256();
        long bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes =
                    pump(
                            in,
                            new DigestOutputStream(OutputStream.nullOutputStream(), digest),
                            n -> {});
        }
        String path = folder.relativize(file).toString().replace('\\', '/');
        return new Manifest.Content(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /// Copies a file, on stable storage on return.
    ///
    /// @param secret readable and writable by its owner only
    /// @param done told of the bytes of each piece
    /// @return hex SHA-256 of what was copied
    static String copy(Path from, Path to, boolean secret, LongConsumer done) throws IOException {
        MessageDigest digest = sha256();
        FileAttribute<?>[] attributes =
                secret && from.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (InputStream in = Files.newInputStream(from);
                FileChannel channel =
                        FileChannel.open(
                                to,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                attributes)) {
            pump(in, new DigestOutputStream(Channels.newOutputStream(channel), digest), done);
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long pump(InputStream in, OutputStream out, LongConsumer done)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            bytes += n;
            done.accept(n);
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes the names in a folder, and in all folders below it, survive a power failure.
    static void forceAll(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isDirectory).forEach(folders::add);
        }
        for (Path each : folders) {
            force(each);
        }
    }

    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path each, @org.jspecify.annotations.Nullable IOException failed)
                            throws IOException {
                        if (failed != null) {
                            throw failed;
                        }
                        Files.delete(each);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Such as `12.5 MB`.
    static String size(long bytes) {
        if (bytes < 1_000_000) {
            return (bytes + 999) / 1000 + " KB";
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
