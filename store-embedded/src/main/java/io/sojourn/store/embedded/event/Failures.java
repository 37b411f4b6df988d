package io.sojourn.store.embedded.event;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.sql.SQLException;
import java.util.Locale;

/// What DuckDB's errors mean to whoever runs the server.
final class Failures {

    private Failures() {}

    /// @param doing what failed, as in `commit events of FOLDER`
    static ProblemException of(String doing, SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        Code code = Code.INTERNAL;
        String advice = "";
        if (lower.contains("no space left") || lower.contains("file too large")) {
            code = Code.DISK_FULL;
            advice = "free some space; ";
        } else if (lower.contains("could not set lock")) {
            code = Code.DATA_FOLDER;
            advice = "another process has it open, stop that one first; ";
        } else if (lower.contains("read-only file system") || lower.contains("permission denied")) {
            code = Code.DATA_FOLDER;
            advice = "make the folder writable; ";
        }
        ProblemException problem =
                new ProblemException(code, "cannot " + doing + ": " + advice + message);
        problem.initCause(cause);
        return problem;
    }

    /// What was read did not fit into the memory of the store.
    static ProblemException reading(String doing, SQLException cause) {
        ProblemException problem = of(doing, cause);
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (problem.problems().getFirst().code() != Code.INTERNAL
                || !message.contains("out of memory")) {
            return problem;
        }
        ProblemException tooLarge =
                new ProblemException(
                        Code.QUESTION_TOO_LARGE,
                        "cannot "
                                + doing
                                + ": it does not fit into memory, ask about a shorter range or"
                                + " fewer properties; "
                                + cause.getMessage());
        tooLarge.initCause(cause);
        return tooLarge;
    }

    static ProblemException opening(String doing, SQLException cause) {
        ProblemException problem = of(doing, cause);
        if (problem.problems().getFirst().code() != Code.INTERNAL) {
            return problem;
        }
        ProblemException damaged =
                new ProblemException(
                        Code.DATA_FOLDER,
                        "cannot "
                                + doing
                                + ": restore the file from a backup or remove it to have it rebuilt; "
                                + cause.getMessage());
        damaged.initCause(cause);
        return damaged;
    }
}
