package io.sojourn.store.embedded.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The real disk, with a say before each operation; a write that is made to fail has half happened.
final class FaultyDisk implements Disk {

    enum Operation {
        CREATE,
        OPEN,
        DELETE,
        FORCE_FOLDER,
        WRITE,
        FORCE,
        TRUNCATE
    }

    /// Throws to make the operation fail, or waits.
    interface Hook {
        void before(Operation operation) throws IOException;
    }

    private final Map<Path, Long> forced = new ConcurrentHashMap<>();
    private volatile Hook hook = operation -> {};

    void hook(Hook newHook) {
        hook = newHook;
    }

    /// Fails the n-th operation of a kind from now on, 1 = the next, and no other.
    void failOnce(Operation kind, int nth, String message) {
        failFrom(kind, nth, nth, message);
    }

    /// Fails every operation of a kind from now on.
    void failAlways(Operation kind, String message) {
        failFrom(kind, 1, Integer.MAX_VALUE, message);
    }

    private void failFrom(Operation kind, int from, int to, String message) {
        int[] seen = {0};
        hook(
                operation -> {
                    if (operation == kind && ++seen[0] >= from && seen[0] <= to) {
                        throw new IOException(message);
                    }
                });
    }

    /// How much of a file survives a loss of power for certain.
    long forcedBytes(Path file) {
        return forced.getOrDefault(file, 0L);
    }

    @Override
    public Output create(Path file) throws IOException {
        hook.before(Operation.CREATE);
        return new FaultyOutput(file, SYSTEM.create(file));
    }

    @Override
    public Output open(Path file) throws IOException {
        hook.before(Operation.OPEN);
        return new FaultyOutput(file, SYSTEM.open(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        hook.before(Operation.DELETE);
        SYSTEM.delete(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        hook.before(Operation.FORCE_FOLDER);
        SYSTEM.forceFolder(folder);
    }

    private final class FaultyOutput implements Output {
        private final Path file;
        private final Output real;

        FaultyOutput(Path file, Output real) {
            this.file = file;
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            try {
                hook.before(Operation.WRITE);
            } catch (IOException e) {
                real.write(bytes.slice(bytes.position(), bytes.remaining() / 2), offset);
                throw e;
            }
            real.write(bytes, offset);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            hook.before(Operation.FORCE);
            real.force(metadata);
            forced.put(file, real.size());
        }

        @Override
        public void truncate(long size) throws IOException {
            hook.before(Operation.TRUNCATE);
            real.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
