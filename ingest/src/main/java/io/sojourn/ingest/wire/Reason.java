package io.sojourn.ingest.wire;

import io.sojourn.core.problem.Code;
import java.util.Locale;

/// Why a statement was refused, as far as its own bytes tell.
public enum Reason {
    NO_EVENT_NAME(Code.MISSING_FIELD),
    /// An update that names no event.
    NO_EVENT_ID(Code.MISSING_FIELD),
    /// An item of a native batch that names nobody. Elsewhere the project's settings decide it.
    NO_IDENTIFIER(Code.MISSING_FIELD),
    UNKNOWN_ENDPOINT(Code.INVALID_FIELD),
    UNKNOWN_FIELD(Code.INVALID_FIELD),
    INVALID_FIELD(Code.INVALID_FIELD),
    MALFORMED_BODY(Code.MALFORMED_BODY),
    MALFORMED_LINE(Code.MALFORMED_BODY),
    /// A line of an export that removes a profile instead of describing one.
    DELETED_PROFILE(Code.INVALID_FIELD),
    TOO_MANY_PROPERTIES(Code.TOO_MANY_PROPERTIES),
    TOO_MANY_ITEMS(Code.TOO_MANY_ITEMS),
    KEY_TOO_LONG(Code.KEY_TOO_LONG),
    VALUE_TOO_LONG(Code.VALUE_TOO_LONG);

    private final Code code;

    Reason(Code code) {
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /// Metric label and quarantine reason.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a limit was exceeded, which the sender is told; the rest is kept for the owner.
    public boolean isLimit() {
        return switch (this) {
            case TOO_MANY_PROPERTIES, TOO_MANY_ITEMS, KEY_TOO_LONG, VALUE_TOO_LONG -> true;
            case NO_EVENT_NAME,
                    NO_EVENT_ID,
                    NO_IDENTIFIER,
                    UNKNOWN_ENDPOINT,
                    UNKNOWN_FIELD,
                    INVALID_FIELD,
                    MALFORMED_BODY,
                    MALFORMED_LINE,
                    DELETED_PROFILE ->
                    false;
        };
    }
}
