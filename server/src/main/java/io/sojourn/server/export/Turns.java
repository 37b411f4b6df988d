package io.sojourn.server.export;

import io.sojourn.server.http.Reply;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;

/// Lets few long answers read the stores at one time, so that a slow client leaves readers to everybody else; one more
/// waits for its turn.
public final class Turns {

    static final int AT_ONCE = 2;

    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /// The same body, written when it has its turn. What it throws as unchecked because of the connection comes out as
    /// what it was.
    public Reply.Body inTurn(Reply.Body body) {
        return out -> {
            turns.acquireUninterruptibly();
            try {
                body.write(out);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                turns.release();
            }
        };
    }
}
