package io.sojourn.server.http;

import io.vertx.core.http.HttpServerRequest;

/// Answers requests on the event loop, without blocking, from their raw form. Asked before the routes.
public interface EventLoopHandler {

    /// @param path as sent, one char per byte, without the query
    boolean handles(String path);

    void handle(HttpServerRequest request);
}
