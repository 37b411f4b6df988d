package io.sojourn.core.problem;

/// Every failure that a caller can meet, by name. The HTTP layer maps each to one status.
public enum Code {
    INVALID_FIELD,
    MISSING_FIELD,
    MALFORMED_BODY,
    URL_TOO_LONG,
    BODY_TOO_LARGE,
    TOO_MANY_PROPERTIES,
    KEY_TOO_LONG,
    VALUE_TOO_LONG,
    TOO_MANY_ITEMS,
    UNKNOWN_PROJECT,
    UNKNOWN_PERSON,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    UNAUTHENTICATED,
    FORBIDDEN,
    CONFLICT,
    RATE_LIMITED,
    OVER_QUOTA,
    /// A question was stopped by whoever asked it.
    CANCELLED,
    /// A question took longer than it was allowed to.
    QUESTION_TOO_SLOW,
    /// A question's answer would need more memory, rows or intervals than it may have.
    QUESTION_TOO_LARGE,
    LOG_FULL,
    DISK_FULL,
    SHUTTING_DOWN,
    DATA_FOLDER,
    CONFIGURATION,
    INTERNAL
}
