package io.sojourn.journey.segment;

import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;

/// A condition on a column of persons, evaluated once per value.
final class PropertyTest implements Plan.Test {

    private static final byte UNKNOWN = 0;
    private static final byte HOLDS = 1;
    private static final byte FAILS = 2;

    private final PropertyCondition condition;
    private final int column;
    private final Dictionary values;
    private byte[] known;

    PropertyTest(PropertyCondition condition, int column, Dictionary values) {
        this.condition = condition;
        this.column = column;
        this.values = values;
        this.known = new byte[Math.max(16, values.size())];
        known[0] = condition.matchesMissing() ? HOLDS : FAILS;
    }

    @Override
    public boolean of(JourneyBatch batch, int person) {
        int code = batch.personColumns()[column][person];
        if (code >= known.length) {
            known = Arrays.copyOf(known, Math.max(code + 1, 2 * known.length));
        }
        if (known[code] == UNKNOWN) {
            known[code] = condition.matches(values.text(code)) ? HOLDS : FAILS;
        }
        return known[code] == HOLDS;
    }
}
