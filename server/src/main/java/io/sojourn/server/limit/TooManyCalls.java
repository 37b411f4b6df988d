package io.sojourn.server.limit;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;

/// An API key called a project more often than its owner allows; answered by [KeyLimits#guard].
final class TooManyCalls extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long seconds;

    /// @param seconds until it may call again
    TooManyCalls(String message, long seconds) {
        super(message, null, false, false);
        this.seconds = seconds;
    }

    long seconds() {
        return seconds;
    }

    Problem problem() {
        return Problem.of(Code.RATE_LIMITED, String.valueOf(getMessage()));
    }
}
