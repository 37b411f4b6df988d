package io.sojourn.server.http;

import java.util.Optional;

/// Says who calls.
@FunctionalInterface
public interface Authenticator {

    /// @param credentials of an API key, empty where the call brings none
    /// @return [Caller#NOBODY] where the call brings nothing that names anybody
    /// @throws io.sojourn.core.problem.ProblemException `UNAUTHENTICATED` where what it brings is worth nothing,
    ///     `FORBIDDEN` where another site may have made the browser send it
    Caller identify(Call call, Optional<Credentials> credentials);
}
