package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.docs.Examples;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The examples of how a question sees a person's properties: a line per visitor, its statements in the order in which
/// they arrive, then what comes out.
class PersonColumnExamplesTest {

    private static final String KIND = "person properties";
    private static final int EXAMPLES_MIN = 5;
    private static final long HOUR = 3_600_000;

    @TestFactory
    Stream<DynamicTest> everyExampleOfTheDocumentHolds() {
        return Examples.ofSemantics(KIND).stream()
                .map(example -> DynamicTest.dynamicTest(example.toString(), () -> run(example)));
    }

    @Test
    void thereAreExamples() {
        assertThat(Examples.ofSemantics(KIND)).hasSizeGreaterThanOrEqualTo(EXAMPLES_MIN);
    }

    private static void run(Examples.Example example) {
        List<Visitor> visitors = new ArrayList<>();
        int answers = 0;
        for (String line : example.lines()) {
            String[] words = line.split(" +");
            if (line.contains("=>")) {
                assertThat(asked(words, visitors)).as(line).isEqualTo(words[words.length - 1]);
                answers++;
            } else {
                visitors.add(visitor(visitors.size() + 1L, words));
            }
        }
        assertThat(answers).isPositive();
    }

    private static Visitor visitor(long number, String[] words) {
        String[] identifier = words[0].split("=", 2);
        Visitor visitor =
                new Visitor(
                        number, new Identifier(identifier[0], identifier[1]), 0, Visitor.OPEN, 1);
        long arrival = number << 10;
        visitor.seen(0, arrival);
        for (int i = 1; i < words.length; i++) {
            int at = words[i].lastIndexOf('@');
            String[] sides = words[i].substring(0, at).split("=", 2);
            visitor.state(
                    sides[0],
                    sides.length == 1 ? Value.UNSET : Value.string(sides[1]),
                    Long.parseLong(words[i].substring(at + 1)) * HOUR,
                    arrival + i);
        }
        return visitor;
    }

    private static String asked(String[] words, List<Visitor> visitors) {
        PersonColumn.Editor editor = PersonColumn.empty(words[0]).edit();
        editor.put(1, visitors);
        PersonColumn column = editor.done();
        boolean first = words[1].equals("first");
        long time = Long.parseLong(words[first ? 3 : 2]) * HOUR;
        int code = first ? column.first(1, time) : column.at(1, time);
        return code == 0 ? "-" : column.dictionary().text(code);
    }
}
