package io.sojourn.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Why a statement was not taken.
 *
 * <p>The code is the server's for what it refuses, and of this client:
 *
 * <ul>
 *   <li>{@code queue_full}: as many statements wait as may
 *   <li>{@code closed}: the client was closed before
 *   <li>{@code not_sent}: the time of {@link Sojourn#close()} was over; the server may have it or not
 *   <li>{@code retries_used_up}: all attempts failed; the server may have it or not
 *   <li>{@code invalid_value}: a property that cannot be written as JSON
 *   <li>{@code network}, {@code malformed_answer}, {@code http_<status>}: what an attempt failed of
 * </ul>
 */
public final class SojournException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Never empty. */
    private final String code;

    /** Empty where there is none. */
    private final String field;

    /** 0 where there was no answer. */
    private final int status;

    SojournException(String code, String message) {
        this(code, message, "", 0, null);
    }

    SojournException(
            String code, String message, String field, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.field = field;
        this.status = status;
    }

    /**
     * Words for programs.
     *
     * @return lower case, with underscores
     */
    public String code() {
        return code;
    }

    /**
     * The field that is refused.
     *
     * @return its path, empty where it is none
     */
    public String field() {
        return field;
    }

    /**
     * The answer that said so.
     *
     * @return HTTP status, 0 where there was no answer
     */
    public int status() {
        return status;
    }
}
