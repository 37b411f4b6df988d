package io.sojourn.journey.segment;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The stored segments that a criterion may name, by number.
public record Definitions(Map<Long, Definition> byNumber) {

    /// No segment is stored.
    public static final Definitions NONE = new Definitions(Map.of());

    public record Definition(String name, Criterion criterion) {}

    public Definitions {
        byNumber = Map.copyOf(byNumber);
    }

    /// @throws ProblemException where no such segment is stored
    public Definition get(long number) {
        return Optional.ofNullable(byNumber.get(number))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.NOT_FOUND, "there is no segment " + number));
    }

    /// Segments that a criterion names itself, in order.
    public static Set<Long> named(Criterion criterion) {
        Set<Long> named = new LinkedHashSet<>();
        addNamed(criterion, named);
        return named;
    }

    private static void addNamed(Criterion criterion, Set<Long> named) {
        switch (criterion) {
            case Criterion.All(var criteria) -> criteria.forEach(one -> addNamed(one, named));
            case Criterion.Any(var criteria) -> criteria.forEach(one -> addNamed(one, named));
            case Criterion.Not(var one) -> addNamed(one, named);
            case Criterion.Member(long segment) -> named.add(segment);
            case Criterion.Has _ -> {}
            case Criterion.Listed _ -> {}
            case Criterion.Did _ -> {}
            case Criterion.FirstDid _ -> {}
            case Criterion.Stopped _ -> {}
            case Criterion.Restarted _ -> {}
            case Criterion.Regularly _ -> {}
            case Criterion.Sequence _ -> {}
        }
    }

    /// Segments that a criterion leads to, directly or through others; an inner one stands before those that name it.
    ///
    /// @throws ProblemException where one is unknown or leads back to itself
    public List<Long> reached(Criterion criterion) {
        Set<Long> whole = new LinkedHashSet<>();
        reach(criterion, new ArrayList<>(), new HashSet<>(), whole);
        return List.copyOf(whole);
    }

    private void reach(Criterion criterion, List<Long> path, Set<Long> open, Set<Long> whole) {
        for (long number : named(criterion)) {
            if (open.contains(number)) {
                throw cycle(path, number);
            }
            if (!whole.contains(number)) {
                path.add(number);
                open.add(number);
                reach(get(number).criterion(), path, open, whole);
                path.removeLast();
                open.remove(number);
                whole.add(number);
            }
        }
    }

    private ProblemException cycle(List<Long> path, long number) {
        List<String> names = new ArrayList<>();
        path.subList(path.indexOf(number), path.size()).forEach(at -> names.add(get(at).name()));
        names.add(get(number).name());
        return new ProblemException(
                Code.CONFLICT, "segments contain themselves: " + String.join(" > ", names));
    }
}
