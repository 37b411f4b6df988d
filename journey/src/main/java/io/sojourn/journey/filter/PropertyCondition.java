package io.sojourn.journey.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.core.value.Value;
import io.sojourn.journey.scan.Column;
import java.util.Optional;

/// A comparison of one column. Sources evaluate it once per value of the column's dictionary.
///
/// @param list the property is marked as a list: a value that is a JSON array matches when one of its elements does,
///     an empty one as if there were no value
public record PropertyCondition(Column column, PropertyFilter filter, boolean list) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public PropertyCondition(Column column, PropertyFilter filter) {
        this(column, filter, false);
    }

    public boolean matchesMissing() {
        return filter.matches(Optional.empty());
    }

    /// @param text of a value
    public boolean matches(String text) {
        if (list && text.startsWith("[")) {
            try {
                JsonNode elements = JSON.readTree(text);
                if (elements.isArray()) {
                    return ofElements(elements);
                }
            } catch (JsonProcessingException e) {
                // No array after all: compared as a whole.
                return matchesOne(text);
            }
        }
        return matchesOne(text);
    }

    /// Negated comparisons ask that no element matches the positive one, so that each is the other's opposite.
    private boolean ofElements(JsonNode elements) {
        Operator operator = filter.operator();
        boolean negated = operator == Operator.NOT_EQUALS || operator == Operator.NOT_CONTAINS;
        for (JsonNode element : elements) {
            boolean matches =
                    matchesOne(element.isTextual() ? element.asText() : element.toString());
            if (matches != negated) {
                return matches;
            }
        }
        return elements.isEmpty() ? matchesMissing() : negated;
    }

    private boolean matchesOne(String text) {
        return filter.matches(Optional.of(Value.string(text)));
    }
}
