package io.sojourn.server.http;

/// What a caller needs for a route. Every [Route] names one; there is no default.
public enum Access {
    /// Anybody.
    PUBLIC,
    /// An API key.
    KEY
}
