package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Woopra's segments: an array of `{"are":{"operator":"AND"|"OR","filters":[{"scope":"visitors","key","match","value"}]}}`,
/// of which somebody has to match all. What people did (`did`) cannot be asked yet and is refused by name.
final class Segments {

    /// The comparisons of one segment.
    private record Segment(List<Filters> filters, boolean any) {
        boolean matches(Person person, BiFunction<Person, String, Optional<Value>> property) {
            return any
                    ? filters.stream().anyMatch(filter -> filter.match(person, property))
                    : filters.stream().allMatch(filter -> filter.match(person, property));
        }
    }

    private final List<Segment> segments;

    private Segments(List<Segment> segments) {
        this.segments = List.copyOf(segments);
    }

    /// @param json missing = everybody
    /// @throws ProblemException with every problem
    static Segments of(JsonNode json) {
        List<Problem> problems = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        if (json.isMissingNode() || json.isNull()) {
            return new Segments(List.of());
        }
        if (!json.isArray()) {
            throw new ProblemException(Problem.invalid("segments", "must be an array"));
        }
        for (int i = 0; i < json.size(); i++) {
            segments.add(segment("segments[" + i + "]", json.get(i), problems));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new Segments(segments);
    }

    private static Segment segment(String field, JsonNode json, List<Problem> problems) {
        if (holds(json.path("did"))) {
            problems.add(
                    Problem.invalid(
                            field + ".did", "people cannot be chosen by what they did here yet"));
        }
        JsonNode are = json.path("are");
        String word = are.path("operator").asText("AND");
        boolean any = word.equalsIgnoreCase("OR");
        if (!any && !word.equalsIgnoreCase("AND")) {
            problems.add(Problem.invalid(field + ".are.operator", "takes AND or OR, got " + word));
        }
        List<Filters> filters = new ArrayList<>();
        JsonNode list = are.path("filters");
        for (int i = 0; i < list.size(); i++) {
            String path = field + ".are.filters[" + i + "]";
            String scope = list.get(i).path("scope").asText("visitors");
            if (!scope.equals("visitors") && !scope.equals("visitor")) {
                problems.add(Problem.invalid(path + ".scope", "takes visitors here, got " + scope));
                continue;
            }
            try {
                filters.add(Filters.one(path, list.get(i)));
            } catch (ProblemException e) {
                problems.addAll(e.problems());
            }
        }
        return new Segment(filters, any && !filters.isEmpty());
    }

    /// Clients send an empty part where there is no condition.
    private static boolean holds(JsonNode did) {
        return did.isObject() ? !did.path("filters").isEmpty() : !did.isEmpty();
    }

    boolean match(Person person, BiFunction<Person, String, Optional<Value>> property) {
        return segments.stream().allMatch(segment -> segment.matches(person, property));
    }
}
