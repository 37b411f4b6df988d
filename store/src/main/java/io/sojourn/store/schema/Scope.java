package io.sojourn.store.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a property is said of.
public enum Scope {
    EVENT,
    VISIT,
    VISITOR,
    ORGANISATION;

    /// Lower case, as stores and the wire have it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
    }
}
