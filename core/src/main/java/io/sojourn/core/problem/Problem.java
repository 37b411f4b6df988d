package io.sojourn.core.problem;

/// One thing that is wrong with what a caller sent, or with what we depend on.
///
/// @param field path of the field at fault, such as `segment.filters[0].operator`; empty where none is
/// @param message states the fact, lower case
public record Problem(Code code, String field, String message) {

    public static Problem of(Code code, String message) {
        return new Problem(code, "", message);
    }

    public static Problem invalid(String field, String message) {
        return new Problem(Code.INVALID_FIELD, field, message);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
