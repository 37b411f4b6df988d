package io.sojourn.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A response's body as a stream for a blocking writer. One chunk is on its way at a time, so that a slow reader
/// slows the writer and memory stays bounded.
final class ResponseStream extends OutputStream {
    private static final int CHUNK_BYTES = 32 << 10;
    private static final long STALL_MINUTES_MAX = 5;

    /// The client closed the connection, or reads nothing any more.
    static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;

        private ClientGone(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final HttpServerResponse response;
    private final Context context;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int length;

    ResponseStream(HttpServerResponse response, Context context) {
        this.response = response;
        this.context = context;
    }

    /// Runs something on the event loop and waits for it.
    static void on(Context context, Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(
                go -> {
                    try {
                        action.run();
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        done.join();
    }

    @Override
    public void write(int b) throws IOException {
        if (length == CHUNK_BYTES) {
            send();
        }
        chunk[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (length == CHUNK_BYTES) {
                send();
            }
            int part = Math.min(left, CHUNK_BYTES - length);
            System.arraycopy(bytes, from, chunk, length, part);
            length += part;
            from += part;
            left -= part;
        }
    }

    /// @throws ClientGone also where nothing waits to be sent, so that work whose result nobody reads can end
    @Override
    public void flush() throws IOException {
        if (length == 0 && response.closed()) {
            throw new ClientGone("the client is gone", new IOException("connection closed"));
        }
        send();
    }

    private void send() throws IOException {
        if (length > 0) {
            Buffer part = Buffer.buffer(java.util.Arrays.copyOf(chunk, length));
            length = 0;
            await(false, part);
        }
    }

    private void await(boolean last, Buffer part) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(
                () -> {
                    if (response.closed()) {
                        done.completeExceptionally(new IOException("connection closed"));
                    } else {
                        (last ? response.end() : response.write(part))
                                .onSuccess(done::complete)
                                .onFailure(done::completeExceptionally);
                    }
                });
        try {
            done.get(STALL_MINUTES_MAX, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new ClientGone("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGone("interrupted", e);
        }
    }

    /// @throws ClientGone where the server has stopped, and with it every connection
    private void onLoop(Runnable work) throws ClientGone {
        try {
            context.runOnContext(go -> work.run());
        } catch (RejectedExecutionException e) {
            throw new ClientGone("the server has stopped", e);
        }
    }

    /// Ends the response. A writer's own `close` does not, since it also happens half-way.
    void finish() throws IOException {
        send();
        await(true, Buffer.buffer());
    }
}
