package io.sojourn.core.problem;

import java.util.List;
import java.util.stream.Collectors;

/// Carries the problems of a request to the edge that answers them. Never thrown for our own bugs.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ProblemException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public ProblemException(Problem problem) {
        this(List.of(problem));
    }

    public ProblemException(Code code, String message) {
        this(Problem.of(code, message));
    }

    /// At least one, in the order they were found.
    public List<Problem> problems() {
        return problems;
    }
}
