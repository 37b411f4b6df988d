package io.sojourn.server.track;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/// Where a request comes from. Behind a proxy another implementation reads what the proxy says.
public interface TrackOrigin {

    /// What the connection itself shows.
    TrackOrigin CONNECTION =
            new TrackOrigin() {
                @Override
                public String address(HttpServerRequest request) {
                    SocketAddress remote = request.remoteAddress();
                    String address = remote == null ? null : remote.hostAddress();
                    return address == null ? "" : address;
                }

                @Override
                public boolean isHttps(HttpServerRequest request) {
                    return request.isSSL();
                }
            };

    /// A literal; empty where unknown.
    String address(HttpServerRequest request);

    boolean isHttps(HttpServerRequest request);
}
