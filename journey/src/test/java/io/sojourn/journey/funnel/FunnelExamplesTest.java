package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FunnelExamplesTest {

    private static final int EXAMPLES_MIN = 42;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("funnel").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(FunnelScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("funnel")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
