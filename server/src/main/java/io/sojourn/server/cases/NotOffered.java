package io.sojourn.server.cases;

/// A question of a case that cannot be asked.
final class NotOffered extends Exception {
    private static final long serialVersionUID = 1L;

    NotOffered(String reason) {
        super(reason);
    }
}
