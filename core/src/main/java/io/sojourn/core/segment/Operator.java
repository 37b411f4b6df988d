package io.sojourn.core.segment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a property is compared. Each has one name of its own; Woopra's words and signs are aliases.
public enum Operator {
    EQUALS(1),
    NOT_EQUALS(1),
    CONTAINS(1),
    NOT_CONTAINS(1),
    STARTS_WITH(1),
    ENDS_WITH(1),
    EXISTS(0),
    NOT_EXISTS(0),
    GT(1),
    GTE(1),
    LT(1),
    LTE(1),
    BETWEEN(2),
    IN(-1),
    /// A regular expression that the whole value matches.
    MATCHES(1);

    private static final Map<String, Operator> ALIASES =
            Map.ofEntries(
                    Map.entry("is", EQUALS),
                    Map.entry("match", EQUALS),
                    Map.entry("exactly", EQUALS),
                    Map.entry("=", EQUALS),
                    Map.entry("==", EQUALS),
                    Map.entry("is not", NOT_EQUALS),
                    Map.entry("is_not", NOT_EQUALS),
                    Map.entry("not", NOT_EQUALS),
                    Map.entry("!=", NOT_EQUALS),
                    Map.entry("does not contain", NOT_CONTAINS),
                    Map.entry("starts with", STARTS_WITH),
                    Map.entry("ends with", ENDS_WITH),
                    Map.entry("does not exist", NOT_EXISTS),
                    Map.entry("is_set", EXISTS),
                    Map.entry("not_set", NOT_EXISTS),
                    Map.entry(">", GT),
                    Map.entry(">=", GTE),
                    Map.entry("at least", GTE),
                    Map.entry("<", LT),
                    Map.entry("<=", LTE),
                    Map.entry("at most", LTE),
                    Map.entry("one of", IN),
                    Map.entry("regex", MATCHES));

    private final int operands;

    Operator(int operands) {
        this.operands = operands;
    }

    /// Values it takes; -1 = one or more.
    public int operands() {
        return operands;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Operator> of(String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        Operator alias = ALIASES.get(lower);
        if (alias != null) {
            return Optional.of(alias);
        }
        return List.of(values()).stream()
                .filter(operator -> operator.key().equals(lower))
                .findFirst();
    }
}
