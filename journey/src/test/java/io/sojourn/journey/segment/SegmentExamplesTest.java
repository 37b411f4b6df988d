package io.sojourn.journey.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SegmentExamplesTest {

    private static final int EXAMPLES_MIN = 6;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("segments").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(),
                                        () ->
                                                assertThat(SegmentScript.run(example.lines()))
                                                        .isPositive()));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("segments")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
