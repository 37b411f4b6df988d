package io.sojourn.journey.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.time.Calendar;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns in journeys around the lengths at which buffers grow, and what they take of the memory.
class LongPatternsTest {

    private static final Context CONTEXT = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);

    private static PathPattern pattern(String expression) {
        return PathPattern.of(List.of(condition("A"), condition("B"), condition("C")), expression);
    }

    private static PathPattern.Condition condition(String name) {
        return new PathPattern.Condition(name, EventFilter.named(name));
    }

    /// So many events, a second apart, by their names in turn.
    private static HistorySource turns(String names, int events) {
        StringBuilder text = new StringBuilder("ann");
        for (int i = 0; i < events; i++) {
            text.append(' ').append(names.charAt(i % names.length()));
            text.append('@').append(i).append('s');
        }
        return Histories.source(text.toString(), 0);
    }

    private static long occurrences(String expression, HistorySource source) {
        return Asks.of(source).run(new PatternAnalysis(pattern(expression), CONTEXT)).occurrences();
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 64, 66, 126, 128, 130, 256})
    void everyPairIsFoundHoweverManyThereAre(int events) {
        HistorySource pairs = turns("AB", events);
        for (String expression :
                List.of("A -> B", "A -[t <= 1s]-> B", "A -> C? -> B", "A -> C* -> B")) {
            assertThat(occurrences(expression, pairs)).as(expression).isEqualTo(events / 2);
        }
        assertThat(occurrences("A -> B -> A", pairs)).isEqualTo((events + 1) / 4);
        assertThat(occurrences("A -> A", pairs)).isZero();
        assertThat(occurrences("A -> [A|B]+ -> B", pairs)).isEqualTo(events / 4);
    }

    @ParameterizedTest
    @CsvSource({
        "ACB, A -> B, 0",
        "ACB, A -[t <= 9s]-> B, 1",
        "ACB, A -> C? -> B, 1",
        "AB, A -> C? -> B, 1",
        "ACCB, A -> C? -> B, 0",
        "ACCB, A -> C+ -> B, 1",
        "AB, A -> C+ -> B, 0",
        "ABB, A -> B? -> B, 1",
        "ACCA, A -> [^A]* -> A, 1",
    })
    void whatFollowsDirectlyAndWhatLater(String events, String expression, long found) {
        assertThat(occurrences(expression, turns(events, events.length()))).isEqualTo(found);
    }

    @Test
    void aPatternHasUpToSixtyFourConditions() {
        List<PathPattern.Condition> most = Collections.nCopies(64, condition("A"));
        assertThat(PathPattern.of(most, "A").conditions()).hasSize(64);
        assertThatThrownBy(() -> PathPattern.of(Collections.nCopies(65, condition("A")), "A"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("65 conditions");
    }

    @Test
    void theEventsOfAPersonAreMemoryOfTheQuestion() {
        // 16 bytes an event and 4 for each part and one more, for the 64 and then the 128 that are
        // not there yet.
        long bytes = (64 + 128) * (16 + 3 * 4);
        PatternPeople people = new PatternPeople(pattern("A -> B"), CONTEXT);
        HistorySource source = turns("AC", 256);
        assertThat(Asks.within(bytes, source).run(people).size()).isZero();
        assertThatThrownBy(() -> Asks.within(bytes - 1, source).run(people))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("fewer parts of the pattern");
    }

    @Test
    void everyMatchedPersonIsMemoryOfTheQuestion() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append('p').append(i).append(" A@0s B@1s A@2s B@3s\n");
        }
        HistorySource source = Histories.source(text.toString(), 0);
        PatternMatches matches = new PatternMatches(pattern("A -> B"), CONTEXT);
        long bytes = 10 * (80 + 2 * 24);
        assertThat(Asks.within(bytes, source).run(matches))
                .hasSize(10)
                .allMatch(match -> match.occurrences() == 2);
        assertThatThrownBy(() -> Asks.within(bytes - 1, source).run(matches))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("fewer people");
    }
}
