package io.sojourn.sdk;

import java.time.Duration;
import java.util.List;

/** What came of one request. */
sealed interface Answer {

    /** Item by item, in the order of the batch. */
    record Items(List<Item> items) implements Answer {}

    /** The same request would be refused again. */
    record Refused(SojournException why) implements Answer {}

    /**
     * @param after not before this, as the server asks
     */
    record Again(SojournException why, Duration after) implements Answer {}

    /**
     * @param code empty where it was accepted
     */
    record Item(boolean accepted, String code, String field, String message) {
        boolean cameTooFast() {
            return code.equals("rate_limited");
        }

        SojournException why() {
            String said = field.isEmpty() ? message : field + ": " + message;
            return new SojournException(code.isEmpty() ? "rejected" : code, said, field, 200, null);
        }
    }
}
