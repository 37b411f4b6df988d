package io.sojourn.journey.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AttributionExamplesTest {

    private static final int EXAMPLES_MIN = 3;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("attribution").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(AttributionScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("attribution")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
