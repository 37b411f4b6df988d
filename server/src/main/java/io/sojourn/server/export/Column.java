package io.sojourn.server.export;

import io.sojourn.core.value.Value;
import java.util.Optional;
import java.util.function.Function;

/// One column of an export.
///
/// @param name in the header, as the caller asked for it
/// @param value what it says of a row's subject; empty = nothing known
record Column<T>(String name, Kind kind, Function<T, Optional<Value>> value) {

    /// What the values are.
    enum Kind {
        /// A 64-bit number of ours: a string in JSON.
        NUMBER,
        /// How many.
        COUNT,
        /// Unix milliseconds; a timestamp in Parquet.
        TIME,
        /// JSON text: written as it is into JSON, as text elsewhere.
        JSON,
        TEXT,
        /// What a sender sent.
        VALUE
    }

    static <T> Column<T> number(String name, Function<T, Long> value) {
        return of(name, Kind.NUMBER, value.andThen(Value::number));
    }

    static <T> Column<T> count(String name, Function<T, Long> value) {
        return of(name, Kind.COUNT, value.andThen(Value::number));
    }

    static <T> Column<T> time(String name, Function<T, Long> value) {
        return of(name, Kind.TIME, value.andThen(Value::number));
    }

    static <T> Column<T> json(String name, Function<T, String> value) {
        return of(name, Kind.JSON, value.andThen(Value::string));
    }

    /// An empty text is none.
    static <T> Column<T> text(String name, Function<T, String> value) {
        return new Column<>(
                name,
                Kind.TEXT,
                value.andThen(
                        text ->
                                text.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(Value.string(text))));
    }

    private static <T> Column<T> of(String name, Kind kind, Function<T, Value> value) {
        return new Column<>(name, kind, value.andThen(Optional::of));
    }
}
