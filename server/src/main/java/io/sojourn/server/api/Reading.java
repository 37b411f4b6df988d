package io.sojourn.server.api;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Reads the fields of one request and goes on after a wrong one, so that all problems are told at once.
public final class Reading {

    private final List<Problem> problems = new ArrayList<>();

    /// @param otherwise stands in for a wrong field until [#end]
    public <T> T take(T otherwise, Supplier<T> field) {
        try {
            return field.get();
        } catch (ProblemException e) {
            problems.addAll(e.problems());
            return otherwise;
        }
    }

    public void wrong(Problem problem) {
        problems.add(problem);
    }

    /// @throws ProblemException with everything that was wrong
    public void end() {
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }
}
