package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class StickinessExamplesTest {

    private static final int EXAMPLES_MIN = 1;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("stickiness").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(StickinessScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("stickiness")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
