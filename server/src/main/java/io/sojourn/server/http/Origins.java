package io.sojourn.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells the [Origin] of requests. What proxies say is believed where the connection comes from a trusted one.
public final class Origins {

    /// Without proxies and base path.
    public static final Origins DIRECT = new Origins(List.of(), "", header -> {});

    private final boolean behindProxies;
    private final Forwarding forwarding;
    private final String basePath;

    /// @param basePath empty, or such as `/sojourn`
    /// @param ignored told the header of every value that a trusted proxy sent and that has not the form it must have
    public Origins(List<Network> trusted, String basePath, Consumer<String> ignored) {
        this.behindProxies = !trusted.isEmpty();
        this.forwarding = new Forwarding(trusted, ignored::accept);
        this.basePath = basePath;
    }

    public Origin of(HttpServerRequest request) {
        Origin direct =
                new Origin(
                        peer(request),
                        request.isSSL(),
                        Objects.requireNonNullElse(request.getHeader("Host"), ""),
                        basePath);
        if (!behindProxies) {
            return direct;
        }
        Optional<InetAddress> peer = Network.address(direct.address());
        return peer.isPresent() && forwarding.isTrusted(peer.get())
                ? forwarding.look(peer.get(), direct, request.headers()::getAll)
                : direct;
    }

    private static String peer(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "" : address;
    }

    /// The part of a path below the base path. A proxy may cut the base path off or leave it on.
    ///
    /// @param path as sent
    String below(String path) {
        if (basePath.isEmpty() || !path.startsWith(basePath)) {
            return path;
        }
        String rest = path.substring(basePath.length());
        return rest.isEmpty() ? "/" : rest.startsWith("/") ? rest : path;
    }
}
