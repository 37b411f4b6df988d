package io.sojourn.server.http;

import java.util.Optional;

/// Says who holds an API key.
@FunctionalInterface
public interface Authenticator {

    /// @return empty where the key is unknown or its secret is another one
    Optional<Caller> authenticate(String appId, String secret);
}
