package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Dictionary;

/// A condition on a column, answered once per code. For any thread: two may find the same answer.
final class Check {

    private static final byte NO = 1;
    private static final byte YES = 2;

    private final PropertyCondition condition;
    private final Dictionary dictionary;
    private final byte[] answers;
    private final int slot;

    /// @param slot of the column, among those of the plan
    Check(PropertyCondition condition, Dictionary dictionary, int slot) {
        this.condition = condition;
        this.dictionary = dictionary;
        this.answers = new byte[dictionary.size()];
        this.slot = slot;
    }

    int slot() {
        return slot;
    }

    boolean matches(int code) {
        byte answer = answers[code];
        if (answer == 0) {
            boolean matches =
                    code == 0
                            ? condition.matchesMissing()
                            : condition.matches(dictionary.text(code));
            answer = matches ? YES : NO;
            answers[code] = answer;
        }
        return answer == YES;
    }
}
