package io.sojourn.server.http;

import io.sojourn.store.catalog.Role;

/// What a caller needs for a route. Every [Route] names one; there is no default.
public sealed interface Access {

    /// Anybody.
    Access PUBLIC = new Public();

    /// Anybody who is signed in or brings an API key.
    Access SIGNED_IN = new SignedIn();

    record Public() implements Access {}

    record SignedIn() implements Access {}

    /// A role in the project that `{project}` of the path numbers, checked before the handler is asked.
    record OfProject(Role role) implements Access {}

    /// A role in a project that the request names otherwise. The handler resolves it and asks
    /// [Caller#role]; an answer that succeeds without having asked is refused as our bug.
    record OfNamed(Role role) implements Access {}

    /// A role in the server itself. Server owners have all of them, capped by the role of the key they use.
    record OfServer(Role role) implements Access {}

    static Access project(Role role) {
        return new OfProject(role);
    }

    static Access named(Role role) {
        return new OfNamed(role);
    }

    static Access server(Role role) {
        return new OfServer(role);
    }
}
