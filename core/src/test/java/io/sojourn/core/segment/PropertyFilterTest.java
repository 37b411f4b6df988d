package io.sojourn.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyFilterTest {

    @ParameterizedTest
    @CsvSource({
        "equals, 95, 95, true",
        "equals, Pro, pro, false",
        "is, pro, pro, true",
        "not_equals, pro, free, true",
        "contains, EXAMPLE, jane@example.com, true",
        "not_contains, example, jane@example.com, false",
        "starts_with, jan, Jane, true",
        "ends_with, .COM, example.com, true",
        "gt, 9, 10, true",
        "gt, 9, abc, false",
        "gte, 10, 10.0, true",
        "lt, 10, 9.5, true",
        "lte, 10, 11, false",
        "gt, 2025-01-01, 2025-06-01T00:00:00Z, true",
        "lt, 2025-01-01, 2024-12-31, true",
        "matches, a.*, abc, true",
        "matches, b, abc, false",
    })
    void oneOperand(String operator, String operand, String value, boolean expected) {
        assertThat(filter(operator, operand).matches(Optional.of(Value.string(value))))
                .isEqualTo(expected);
    }

    @Test
    void numbersAndTextsOfTheSameDigitsAreOneValue() {
        assertThat(filter("equals", "95").matches(Optional.of(Value.number(95)))).isTrue();
    }

    @Test
    void betweenTakesBothEnds() {
        PropertyFilter filter = filter("between", "1", "3");
        assertThat(filter.matches(Optional.of(Value.string("1")))).isTrue();
        assertThat(filter.matches(Optional.of(Value.string("3")))).isTrue();
        assertThat(filter.matches(Optional.of(Value.string("3.1")))).isFalse();
    }

    @Test
    void aMissingValueMatchesOnlyWhatIsNegated() {
        for (Operator operator : Operator.values()) {
            String[] operands = new String[Math.abs(operator.operands())];
            Arrays.fill(operands, "1");
            boolean negated =
                    List.of(Operator.NOT_EQUALS, Operator.NOT_CONTAINS, Operator.NOT_EXISTS)
                            .contains(operator);
            assertThat(filter(operator.key(), operands).matches(Optional.empty()))
                    .as(operator.key())
                    .isEqualTo(negated);
        }
    }

    @Test
    void decomposedAndComposedTextIsEqual() {
        assertThat(filter("equals", "caf\u00e9").matches(Optional.of(Value.string("cafe\u0301"))))
                .isTrue();
    }

    @Test
    void aHostileRegularExpressionIsLinearOrRefused() {
        String value = "a".repeat(5_000) + "b";
        assertThat(filter("matches", "(a+)+").matches(Optional.of(Value.string(value)))).isFalse();
        assertThatThrownBy(() -> filter("matches", "("))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problems().getFirst().field()).isEqualTo("f.value"));
    }

    @Test
    void theNumberOfOperandsIsChecked() {
        assertThatThrownBy(() -> filter("between", "1"))
                .hasMessage("f.value: between takes 2 value, got 1");
        assertThatThrownBy(() -> filter("in"))
                .hasMessage("f.value: in takes at least one value, got 0");
    }

    private static PropertyFilter filter(String operator, String... operands) {
        return new PropertyFilter("f", "p", Operator.of(operator).orElseThrow(), List.of(operands));
    }
}
