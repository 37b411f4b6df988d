package io.sojourn.server.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts connections of one event loop whose client is slow in total, not only silent: the next request's headers
/// have to be whole within the idle timeout, its body within the request timeout, however the bytes trickle.
final class Connections {

    private static final class State {
        private long sinceNanos;
        private @Nullable HttpServerRequest request;
    }

    private final long idleNanos;
    private final long requestNanos;
    private final IdentityHashMap<HttpConnection, State> open = new IdentityHashMap<>();

    Connections(Duration idleTimeout, Duration requestTimeout) {
        this.idleNanos = idleTimeout.toNanos();
        this.requestNanos = requestTimeout.toNanos();
    }

    void opened(HttpConnection connection) {
        State state = new State();
        state.sinceNanos = System.nanoTime();
        open.put(connection, state);
        connection.closeHandler(closed -> open.remove(connection));
    }

    void requested(HttpServerRequest request) {
        State state = open.get(request.connection());
        if (state != null) {
            state.request = request;
            state.sinceNanos = System.nanoTime();
        }
    }

    void sweep(long nowNanos) {
        List<HttpConnection> late = new ArrayList<>();
        open.forEach(
                (connection, state) -> {
                    if (isLate(state, nowNanos)) {
                        late.add(connection);
                    }
                });
        late.forEach(HttpConnection::close);
    }

    private boolean isLate(State state, long nowNanos) {
        HttpServerRequest request = state.request;
        if (request != null && request.response().ended()) {
            state.request = null;
            state.sinceNanos = nowNanos;
            return false;
        }
        long age = nowNanos - state.sinceNanos;
        return request == null ? age > idleNanos : !request.isEnded() && age > requestNanos;
    }
}
