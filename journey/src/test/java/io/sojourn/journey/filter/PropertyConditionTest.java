package io.sojourn.journey.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.scan.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyConditionTest {

    private static boolean matches(Operator operator, String operand, String value) {
        List<String> operands = operator.operands() == 0 ? List.of() : List.of(operand);
        return new PropertyCondition(
                        new Column(Column.Scope.EVENT, "tags"),
                        new PropertyFilter("filter", "tags", operator, operands),
                        true)
                .matches(value);
    }

    @Test
    void aListMatchesByAnyOfItsElements() {
        assertThat(matches(Operator.EQUALS, "y", "[\"x\",\"y\"]")).isTrue();
        assertThat(matches(Operator.EQUALS, "z", "[\"x\",\"y\"]")).isFalse();
        assertThat(matches(Operator.GT, "1", "[1,2]")).isTrue();
        assertThat(matches(Operator.EQUALS, "x", "x")).isTrue();
    }

    @Test
    void aNegatedComparisonOfAListIsTheOppositeOfItsPositiveOne() {
        assertThat(matches(Operator.NOT_EQUALS, "y", "[\"x\",\"y\"]")).isFalse();
        assertThat(matches(Operator.NOT_EQUALS, "z", "[\"x\",\"y\"]")).isTrue();
        assertThat(matches(Operator.NOT_CONTAINS, "X", "[\"ax\",\"y\"]")).isFalse();
        assertThat(matches(Operator.NOT_CONTAINS, "z", "[\"ax\",\"y\"]")).isTrue();
    }

    @Test
    void anEmptyListIsNoValue() {
        assertThat(matches(Operator.EXISTS, "", "[]")).isFalse();
        assertThat(matches(Operator.NOT_EXISTS, "", "[]")).isTrue();
        assertThat(matches(Operator.NOT_EQUALS, "x", "[]")).isTrue();
        assertThat(matches(Operator.EXISTS, "", "[1]")).isTrue();
    }
}
