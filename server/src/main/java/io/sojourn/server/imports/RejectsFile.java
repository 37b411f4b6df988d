package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The report of what was not imported: one JSON object a line, with line, field and message.
final class RejectsFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private long bytes;
    private long count;

    /// @param bytes length up to which an earlier run's report counts
    RejectsFile(Path file, long bytes) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(bytes);
        channel.position(channel.size());
        this.bytes = channel.size();
    }

    void add(long line, String field, String message) throws IOException {
        String json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("line", line)
                        .put("field", field)
                        .put("message", message)
                        .toString();
        ByteBuffer text = StandardCharsets.UTF_8.encode(json + "\n");
        while (text.hasRemaining()) {
            bytes += channel.write(text);
        }
        count++;
    }

    long bytes() {
        return bytes;
    }

    /// How many were added since the last call.
    long takeCount() {
        long taken = count;
        count = 0;
        return taken;
    }

    /// An empty report is none.
    @Override
    public void close() throws IOException {
        channel.close();
        if (bytes == 0) {
            java.nio.file.Files.deleteIfExists(file);
        }
    }
}
