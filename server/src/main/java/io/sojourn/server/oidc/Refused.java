package io.sojourn.server.oidc;

/// Signing in by the provider came to nothing; the message is for the person who tried.
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }

    Refused(String message, Throwable cause) {
        super(message, cause);
    }
}
