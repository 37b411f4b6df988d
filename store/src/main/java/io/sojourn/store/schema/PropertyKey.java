package io.sojourn.store.schema;

import java.util.Comparator;

/// Names a property.
public record PropertyKey(Scope scope, String name) implements Comparable<PropertyKey> {
    private static final Comparator<PropertyKey> ORDER =
            Comparator.comparing(PropertyKey::scope).thenComparing(PropertyKey::name);

    @Override
    public int compareTo(PropertyKey other) {
        return ORDER.compare(this, other);
    }
}
