package io.sojourn.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PathExamplesTest {

    private static final int EXAMPLES_MIN = 18;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics("changes").stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.toString(), () -> run(example.lines())));
    }

    private static void run(List<String> lines) {
        PathScript.Script script = PathScript.parse(lines);
        PathOracle oracle = new PathOracle(IdentitySettings.DEFAULT);
        for (int i = 0; i < script.items().size(); i++) {
            oracle.take(PathScript.arrival(i), script.items().get(i));
        }
        script.answers()
                .forEach(
                        (question, expected) ->
                                assertThat(
                                                PathScript.answer(
                                                        question, oracle.people(), oracle.counts()))
                                        .as(question)
                                        .isEqualTo(expected));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics("changes")).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }
}
