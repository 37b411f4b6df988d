package io.sojourn.store.embedded.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What the log asks of a file system where a failure matters; tests make it fail.
interface Disk {

    Disk SYSTEM = new SystemDisk();

    /// A file open for writing.
    interface Output extends Closeable {
        /// All remaining bytes, at an offset.
        void write(ByteBuffer bytes, long offset) throws IOException;

        /// To stable storage.
        ///
        /// @param metadata also what reading the data does not need
        void force(boolean metadata) throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;
    }

    /// A file that must not exist yet.
    Output create(Path file) throws IOException;

    Output open(Path file) throws IOException;

    void delete(Path file) throws IOException;

    /// Makes created and deleted names durable.
    void forceFolder(Path folder) throws IOException;

    final class SystemDisk implements Disk {
        @Override
        public Output create(Path file) throws IOException {
            return new ChannelOutput(
                    FileChannel.open(
                            file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        }

        @Override
        public Output open(Path file) throws IOException {
            return new ChannelOutput(FileChannel.open(file, StandardOpenOption.WRITE));
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    record ChannelOutput(FileChannel channel) implements Output {
        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            channel.force(metadata);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
