package io.sojourn.journey.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Cases;
import io.sojourn.journey.kit.Cases.Case;
import io.sojourn.journey.time.Calendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Without `ch_seq_00`: an empty pattern is none.
class PatternCasesTest {

    private static final Context CONTEXT = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);

    static Stream<Case> cases() {
        return Cases.of("sequence.json").stream().filter(one -> !one.name().equals("ch_seq_00"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMatchesOfAnotherEngineComeOut(Case one) {
        List<PathPattern.Condition> conditions = new ArrayList<>();
        for (JsonNode condition : one.query().get("conditions")) {
            conditions.add(
                    new PathPattern.Condition(
                            String.valueOf(conditions.size() + 1), one.filter(condition)));
        }
        PathPattern pattern =
                PathPattern.of(conditions, expression(one.query().get("pattern").asText()));
        List<PersonMatch> matches = Asks.of(one.source()).run(new PatternMatches(pattern, CONTEXT));
        one.expected()
                .properties()
                .forEach(
                        person -> {
                            long number = one.people().get(person.getKey());
                            Optional<PersonMatch> match =
                                    matches.stream()
                                            .filter(found -> found.person() == number)
                                            .findAny();
                            check(match, person.getValue());
                        });
    }

    private static void check(Optional<PersonMatch> match, JsonNode expected) {
        assertThat(match.isPresent()).isEqualTo(expected.get("match").asBoolean());
        assertThat(match.map(PersonMatch::occurrences).orElse(0L))
                .isEqualTo(expected.get("count").asLong());
        if (match.isPresent()) {
            List<String> times =
                    match.get().times().stream()
                            .map(time -> Instant.ofEpochMilli(time).toString())
                            .toList();
            List<String> told = new ArrayList<>();
            expected.get("matched_timestamps").forEach(time -> told.add(time.asText()));
            assertThat(times).isEqualTo(told);
        }
    }

    /// `(?1)(?t<=2)(?2)` is `1 -[t <= 2]-> 2`.
    private static String expression(String theirs) {
        return theirs.replaceAll("\\(\\?t(<=|>=|==|<|>)(\\d+)\\)", "-[t $1 $2]->")
                .replaceAll("\\(\\?(\\d+)\\)", " $1 ")
                .strip()
                .replaceAll("(?<=\\d)\\s+(?=\\d)", " -> ");
    }
}
