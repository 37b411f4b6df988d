package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LifecycleExamplesTest {

    private static final int EXAMPLES_MIN = 1;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("lifecycle").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(LifecycleScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("lifecycle")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
