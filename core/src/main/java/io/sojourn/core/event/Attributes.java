package io.sojourn.core.event;

import java.util.Arrays;

/// Immutable values of an event's [Attribute]s; a missing one is the empty string.
public final class Attributes {

    public static final Attributes NONE = new Builder().build();

    private final String[] values;

    private Attributes(String[] values) {
        this.values = values;
    }

    public String get(Attribute attribute) {
        return values[attribute.ordinal()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            if (!values[i].isEmpty()) {
                text.append(text.length() > 1 ? ", " : "")
                        .append(Attribute.at(i).key())
                        .append('=')
                        .append(values[i]);
            }
        }
        return text.append('}').toString();
    }

    public static final class Builder {
        private final String[] values = new String[Attribute.count()];

        public Builder() {
            Arrays.fill(values, "");
        }

        public Builder set(Attribute attribute, String value) {
            values[attribute.ordinal()] = value;
            return this;
        }

        public String get(Attribute attribute) {
            return values[attribute.ordinal()];
        }

        public Attributes build() {
            return new Attributes(values.clone());
        }
    }
}
