package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IdentityExamplesTest {

    private static final int ROWS = 20;
    private static final int OTHER_RULES_MIN = 23;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("identity").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(IdentityScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void everyRowOfTheDecisionTableHasAnExample() {
        List<String> titles =
                Examples.ofSemantics("identity").stream().map(Examples.Example::title).toList();
        assertThat(IntStream.rangeClosed(1, ROWS).boxed())
                .allSatisfy(
                        row ->
                                assertThat(titles)
                                        .anyMatch(
                                                title ->
                                                        title.matches(
                                                                ".*: row " + row + "[,.].*")));
        assertThat(titles.stream().filter(title -> !title.contains(": row ")))
                .hasSizeGreaterThanOrEqualTo(OTHER_RULES_MIN);
    }
}
