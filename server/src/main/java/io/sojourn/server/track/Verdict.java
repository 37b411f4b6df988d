package io.sojourn.server.track;

import io.sojourn.core.problem.Problem;
import java.util.List;

/// What admission says to the sender.
sealed interface Verdict {

    /// In the log, durable.
    ///
    /// @param response form of the answer that was asked for
    record Taken(String response) implements Verdict {}

    /// No project has this domain.
    record NotRegistered(String domain) implements Verdict {}

    /// @param retryAfterSeconds 0 = as the problem's kind has it
    record Refused(Problem problem, long retryAfterSeconds) implements Verdict {
        Refused(Problem problem) {
            this(problem, 0);
        }
    }

    /// A native batch, item by item; those accepted are in the log, durable.
    record Items(List<Outcome> outcomes) implements Verdict {
        public Items {
            outcomes = List.copyOf(outcomes);
        }
    }

    sealed interface Outcome {
        record Accepted() implements Outcome {}

        record Rejected(String code, String field, String message) implements Outcome {}
    }
}
