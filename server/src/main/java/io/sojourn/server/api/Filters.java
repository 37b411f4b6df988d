package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Comparisons of a person's properties: all of them have to match.
public final class Filters {

    /// Everybody.
    public static final Filters NONE = new Filters(List.of());

    private final List<PropertyFilter> filters;

    private Filters(List<PropertyFilter> filters) {
        this.filters = filters;
    }

    /// @param segment `{"filters":[{"property","operator","value"}]}`, missing = everybody
    /// @throws ProblemException with every problem of every filter
    public static Filters of(JsonNode segment) {
        if (segment.isMissingNode() || segment.isNull()) {
            return new Filters(List.of());
        }
        if (!segment.isObject()) {
            throw new ProblemException(
                    Problem.invalid("segment", "must be an object with filters"));
        }
        return list(segment.path("filters"), "segment.filters");
    }

    /// @param list `[{"property","operator","value"}]`, missing = everybody
    /// @param field where it was sent
    /// @throws ProblemException with every problem of every filter
    public static Filters list(JsonNode list, String field) {
        if (list.isMissingNode() || list.isNull()) {
            return new Filters(List.of());
        }
        if (!list.isArray()) {
            throw new ProblemException(Problem.invalid(field, "must be an array"));
        }
        Reading reading = new Reading();
        List<PropertyFilter> filters = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = field + "[" + i + "]";
            JsonNode each = list.get(i);
            reading.take(true, () -> filters.add(filter(path, each)));
        }
        reading.end();
        return new Filters(filters);
    }

    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /// A single comparison.
    ///
    /// @param field its path
    public static Filters one(String field, JsonNode json) {
        return new Filters(List.of(filter(field, json)));
    }

    private static PropertyFilter filter(String field, JsonNode json) {
        String word = json.path("operator").asText(json.path("match").asText(""));
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty()) {
            Problem problem =
                    word.isEmpty()
                            ? new Problem(Code.MISSING_FIELD, field + ".operator", "is missing")
                            : Problem.invalid(field + ".operator", "there is no operator " + word);
            throw new ProblemException(problem);
        }
        String property =
                json.path("property").asText(json.path("key").asText(json.path("name").asText("")));
        return new PropertyFilter(
                field, property, operator.get(), operands(operator.get(), json.path("value")));
    }

    private static List<String> operands(Operator operator, JsonNode value) {
        if (operator.operands() == 0 || value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> operands = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> operands.add(each.asText()));
        } else {
            operands.add(value.asText());
        }
        return operands;
    }

    public boolean match(Person person, BiFunction<Person, String, Optional<Value>> property) {
        for (PropertyFilter filter : filters) {
            if (!filter.matches(property.apply(person, filter.property()))) {
                return false;
            }
        }
        return true;
    }
}
