package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    private static final List<OptionalDouble> VALUES =
            List.of(OptionalDouble.of(6), OptionalDouble.of(4), OptionalDouble.empty());

    @ParameterizedTest
    @CsvSource({
        "A, 6",
        "A+B*2, 14",
        "(A+B)*2, 20",
        "A-B-1, 1",
        "A/B/2, 0.75",
        "-A+-B, -10",
        "- (A - B), -2",
        "A*-B, -24",
        "--A, 6",
        " 1.5 * A , 9",
        ".5*A, 3",
        "A+C, 6",
        "C/A, 0",
        "100*A/(A+B), 60",
    })
    void itIsCalculatedAsAtSchool(String formula, double value) {
        assertThat(Formula.parse(formula).value(VALUES)).hasValue(value);
    }

    @ParameterizedTest
    @CsvSource({"A/C", "A/(B-4)", "1+A/0", "0/0", "1/(1/C)"})
    void aDivisionByNothingHasNoValue(String formula) {
        assertThat(Formula.parse(formula).value(VALUES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', it ends too early",
        "A+, it ends too early",
        "A B, unexpected 'B' at character 3",
        "A+(B, a parenthesis is not closed",
        "A), unexpected ')' at character 2",
        "a, unexpected 'a' at character 1",
        "1.2.3, no number: 1.2.3",
        "A^2, unexpected '^' at character 2",
    })
    void aMistakeIsNamed(String formula, String message) {
        assertThatThrownBy(() -> Formula.parse(formula))
                .isInstanceOf(ProblemException.class)
                .hasMessage("formula: " + message);
    }

    @Test
    void itKnowsItsSeries() {
        assertThat(Formula.parse("1+2").seriesMax()).isEqualTo(-1);
        assertThat(Formula.parse("B+A").seriesMax()).isEqualTo(1);
        assertThat(Formula.parse("Z").seriesMax()).isEqualTo(25);
    }

    @Test
    void aLongOneIsRefusedAndADeepOneIsNot() {
        assertThat(Formula.parse("(".repeat(249) + "A" + ")".repeat(249)).value(VALUES))
                .hasValue(6);
        assertThatThrownBy(() -> Formula.parse("A+".repeat(250) + "A"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("at most 500 characters, got 501");
    }
}
