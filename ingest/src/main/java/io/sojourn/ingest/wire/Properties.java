package io.sojourn.ingest.wire;

import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The properties of one statement while it is read, and the first limit that it exceeded.
final class Properties {

    final Map<String, Value> person = new LinkedHashMap<>();
    final Map<String, Value> event = new LinkedHashMap<>();
    final Map<String, Value> visit = new LinkedHashMap<>();
    final Map<String, Value> organisation = new LinkedHashMap<>();

    private final Limits limits;
    private final List<Refusal> problems = new ArrayList<>(1);
    private int count;

    Properties(Limits limits) {
        this.limits = limits;
    }

    /// @param field the parameter or path by which the sender knows it
    void put(Map<String, Value> scope, String field, String key, Value value) {
        checkKey(field, key);
        check(field, value.text());
        if (scope.put(key, value) == null && ++count > limits.propertiesMax()) {
            refuse(
                    new Refusal(
                            Reason.TOO_MANY_PROPERTIES,
                            shortened(field),
                            "more than " + limits.propertiesMax() + " properties"));
        }
    }

    void check(String field, String text) {
        int max = limits.valueBytesMax();
        if (text.length() > max / 3 && Text.utf8Length(text) > max) {
            refuse(
                    new Refusal(
                            Reason.VALUE_TOO_LONG,
                            shortened(field),
                            "value has "
                                    + Text.utf8Length(text)
                                    + " bytes, at most "
                                    + max
                                    + " are taken"));
        }
    }

    private void checkKey(String field, String key) {
        int max = limits.keyCharsMax();
        if (key.length() > max && key.codePointCount(0, key.length()) > max) {
            refuse(
                    new Refusal(
                            Reason.KEY_TOO_LONG,
                            shortened(field),
                            "key has "
                                    + key.codePointCount(0, key.length())
                                    + " characters, at most "
                                    + max
                                    + " are taken"));
        }
    }

    void refuse(Refusal problem) {
        if (problems.isEmpty()) {
            problems.add(problem);
        }
    }

    Optional<Refusal> problem() {
        return problems.stream().findFirst();
    }

    static String shortened(String field) {
        return field.codePointCount(0, field.length()) <= 80
                ? field
                : field.substring(0, field.offsetByCodePoints(0, 80)) + "...";
    }
}
