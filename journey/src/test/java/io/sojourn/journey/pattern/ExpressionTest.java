package io.sojourn.journey.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.pattern.Element.Count;
import io.sojourn.journey.pattern.Element.Gap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private static final List<String> NAMES =
            List.of("A", "B", "add-to-cart", "Add \"it\"", "$pageview", ".x", "1", "_y");

    private static List<Element> read(String text) {
        return Expression.parse("pattern", text, NAMES).elements();
    }

    @Test
    void partsSayWhichEventsAndHowMany() {
        assertThat(read("A -> . -> [A|B]* -> [^B | A ]+ -> [^add-to-cart]? ->B"))
                .containsExactly(
                        new Element(0b1, false, Count.ONE, Gap.NEXT),
                        new Element(0, true, Count.ONE, Gap.NEXT),
                        new Element(0b11, false, Count.ANY, Gap.NEXT),
                        new Element(0b11, true, Count.SOME, Gap.NEXT),
                        new Element(0b100, true, Count.OPTIONAL, Gap.NEXT),
                        new Element(0b10, false, Count.ONE, Gap.NEXT));
    }

    @Test
    void namesMayHoldDashesAndInQuotesAnything() {
        assertThat(
                        read("add-to-cart->\"Add \\\"it\\\"\" -> $pageview -[t<1]-> .x -> 1 -> _y")
                                .stream())
                .extracting(Element::conditions)
                .containsExactly(0b100L, 0b1000L, 0b10000L, 0b100000L, 0b1000000L, 0b10000000L);
    }

    @ParameterizedTest
    @CsvSource({
        "t < 2s, 0, 1999",
        "t <= 2, 0, 2000",
        "t > 500ms, 501, 9223372036854775807",
        "t >= 1h30m, 5400000, 9223372036854775807",
        "t == 1d, 86400000, 86400000",
        "t = 1m, 60000, 60000",
        "'t > 1s, t < 1m', 1001, 59999",
        "'t >= 1s,t>=2s,t<=9s , t <= 8s', 2000, 8000",
    })
    void limitsAreInMilliseconds(String limits, long min, long max) {
        assertThat(read("A -[" + limits + "]-> B").getLast().gap())
                .isEqualTo(new Gap(false, min, max));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "`` => the name of a condition expected",
                "A -> => the name of a condition expected at the end",
                "A B => '->' or '-[t ...]->' expected before 'B'",
                "A -> C => no condition is called 'C'",
                "A* -> B => begins and ends with one event",
                "A -> B? => begins and ends with one event",
                "A -[t < 2s]-> B* -> A => a limit of time leads to one event",
                "A -[x < 2s]-> B => 't' expected before 'x < 2s]-> B'",
                "A -[t ! 2s]-> B => one of < <= > >= == expected",
                "A -[t < s]-> B => a duration expected",
                "A -[t < 1234567890s]-> B => too long a time",
                "A -[t < 2s-> B => ']->' expected",
                "A -[t < 2s, t > 2s]-> B => no time is within these limits",
                "A -[t < 0s]-> B => no time is within these limits",
                "[A -> B => ']' expected",
                "\"A -> B => '\"' expected",
                "\"A\\\\ => '\"' expected at the end",
                "A -[t < 2sm]-> B => ']->' expected before 'm]-> B'",
                "A -[t < 2 => ']->' expected at the end"
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .as(text)
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("pattern: ")
                .hasMessageContaining(message);
    }

    @Test
    void aPatternHasAtMostSoManyParts() {
        String longest =
                IntStream.range(0, Expression.ELEMENTS_MAX)
                        .mapToObj(i -> "A")
                        .collect(Collectors.joining(" -> "));
        assertThat(read(longest)).hasSize(Expression.ELEMENTS_MAX);
        assertThatThrownBy(() -> read(longest + " -> A")).hasMessageContaining("at most 64");
    }
}
