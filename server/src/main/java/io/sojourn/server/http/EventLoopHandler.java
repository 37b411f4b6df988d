package io.sojourn.server.http;

import io.vertx.core.http.HttpServerRequest;

/// Answers requests on the event loop, without blocking, from their raw form. Asked before the routes.
public interface EventLoopHandler {

    /// @param path as sent, one char per byte, without base path and query
    boolean handles(String path);

    /// @param path for which it said yes
    void handle(HttpServerRequest request, String path);
}
