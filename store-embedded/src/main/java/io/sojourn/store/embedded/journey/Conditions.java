package io.sojourn.store.embedded.journey;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.EventCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The conditions of a scan over codes; one thread. Each comparison is made once per value.
final class Conditions {

    private static final byte UNKNOWN = 0;
    private static final byte NO = 1;
    private static final byte YES = 2;

    /// One comparison with its answers by code.
    private static final class Comparison {
        private final PropertyCondition condition;
        private final int slot;
        private byte[] answers = new byte[64];

        Comparison(PropertyCondition condition, int slot) {
            this.condition = condition;
            this.slot = slot;
        }

        boolean holds(int code, ScanPlan plan) {
            if (code >= answers.length) {
                answers = Arrays.copyOf(answers, Math.max(code + 1, 2 * answers.length));
            }
            if (answers[code] == UNKNOWN) {
                boolean met =
                        code == 0
                                ? condition.matchesMissing()
                                : condition.matches(plan.dictionary(slot).text(code));
                answers[code] = met ? YES : NO;
            }
            return answers[code] == YES;
        }
    }

    /// @param name code of the event's name, 0 = any
    private record Choice(int name, List<Comparison> comparisons) {}

    private record Condition(long from, long to, List<Choice> choices) {}

    private final ScanPlan plan;
    private final List<Condition> conditions = new ArrayList<>();

    Conditions(ScanPlan plan) {
        this.plan = plan;
        Texts names = plan.texts(plan.slotOf(Column.EVENT_NAME));
        for (EventCondition condition : plan.scan().conditions()) {
            List<Choice> choices = new ArrayList<>();
            for (EventFilter.Choice choice : condition.filter().anyOf()) {
                choices.add(
                        new Choice(
                                choice.name().map(names::code).orElse(0),
                                choice.conditions().stream()
                                        .map(one -> new Comparison(one, plan.slotOf(one.column())))
                                        .toList()));
            }
            conditions.add(
                    new Condition(condition.range().from(), condition.range().to(), choices));
        }
    }

    /// Writes the mask words of an event.
    ///
    /// @param codes by slot
    /// @param row of codes
    /// @return whether one of the conditions is met
    boolean mark(long time, int name, int[][] codes, int row, long[] words) {
        Arrays.fill(words, 0);
        boolean any = false;
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            if (time >= condition.from
                    && time < condition.to
                    && meets(condition, name, codes, row)) {
                words[i >> 6] |= 1L << (i & 63);
                any = true;
            }
        }
        return any;
    }

    private boolean meets(Condition condition, int name, int[][] codes, int row) {
        for (Choice choice : condition.choices) {
            if ((choice.name == 0 || choice.name == name) && meets(choice, codes, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean meets(Choice choice, int[][] codes, int row) {
        for (Comparison comparison : choice.comparisons) {
            if (!comparison.holds(codes[comparison.slot][row], plan)) {
                return false;
            }
        }
        return true;
    }
}
