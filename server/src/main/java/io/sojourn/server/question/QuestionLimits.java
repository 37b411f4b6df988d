package io.sojourn.server.question;

import java.time.Duration;

/// What questions may take.
///
/// @param timeout longest time of one; an asker may allow less
/// @param memoryBytes of all accumulators together; one question gets at most half of it
/// @param atOnce questions that are answered at one time
public record QuestionLimits(Duration timeout, long memoryBytes, int atOnce) {

    /// Questions that may wait for each that is answered.
    static final int WAITING_FACTOR = 8;

    long memoryOfOne() {
        return memoryBytes / 2;
    }

    int waitingMax() {
        return WAITING_FACTOR * atOnce;
    }
}
