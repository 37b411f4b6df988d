package io.sojourn.core.person;

/// A value that tells who acted: a customer id, an email address, a cookie, or a custom property
/// that the project declared an identifier.
///
/// @param kind `id`, `email`, `cookie` or the key of a custom identifier
/// @param value normalised text, 1 to [#CHARS_MAX] characters
public record Identifier(String kind, String value) {

    public static final String ID = "id";
    public static final String EMAIL = "email";
    public static final String COOKIE = "cookie";
    public static final int CHARS_MAX = 140;

    public Identifier {
        if (kind.isEmpty() || value.isEmpty() || value.length() > CHARS_MAX) {
            throw new IllegalArgumentException("no identifier: " + kind + "=" + value);
        }
    }

    @Override
    public String toString() {
        return kind + ":" + value;
    }
}
