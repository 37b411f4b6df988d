package io.sojourn.journey.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Questions as text: journeys ([Histories]), lines that begin with `ask` ([Terms]), and lines `what => answer` about the
/// question before them.
public abstract class Script {

    private final Map<String, Journey> journeys;
    private final HistorySource source;
    private Terms terms = Terms.of("");

    protected Script(String histories) {
        this.journeys = Histories.read(histories, Terms.BASE);
        this.source = new HistorySource(List.copyOf(journeys.values()));
    }

    /// @return number of checks
    protected static int run(List<String> lines, Function<String, Script> scriptOf) {
        String histories =
                lines.stream()
                        .filter(line -> !line.contains("=>") && !line.startsWith("ask "))
                        .collect(Collectors.joining("\n"));
        Script script = scriptOf.apply(histories);
        int checks = 0;
        for (String line : lines) {
            String[] sides = line.split(" *=>", -1);
            if (line.startsWith("ask ")) {
                script.terms = Terms.of(line.substring(4));
                script.ask(script.terms);
            } else if (sides.length == 2) {
                List<String> words = new ArrayList<>(List.of(sides[0].strip().split(" +")));
                assertThat(script.answer(words))
                        .as(line)
                        .isEqualTo(sides[1].strip().replaceAll(" +", " "));
                checks++;
            }
        }
        return checks;
    }

    protected abstract void ask(Terms terms);

    /// @param question words, may be changed
    protected abstract String answer(List<String> question);

    protected HistorySource source() {
        return source;
    }

    protected Terms terms() {
        return terms;
    }

    protected Context context() {
        return Asks.asOf(terms.asOf(), terms.calendar());
    }

    protected String name(long person) {
        return List.copyOf(journeys.keySet()).get((int) person - 1).replaceFirst("\\[.*", "");
    }

    protected PersonSet named(String names) {
        return PersonSet.of(
                List.of(names.split("\\+")).stream()
                        .mapToLong(name -> journeys.get(name).person())
                        .toArray());
    }

    protected String names(PersonSet people) {
        return people.stream().mapToObj(this::name).collect(Collectors.joining(" "));
    }

    protected String intervals(List<Interval> intervals) {
        return intervals.stream()
                .map(interval -> begin(interval) + (interval.incomplete() ? "*" : ""))
                .collect(Collectors.joining(" "));
    }

    protected int intervalOf(List<Interval> intervals, String begin) {
        return IntStream.range(0, intervals.size())
                .filter(i -> begin(intervals.get(i)).equals(begin))
                .findFirst()
                .orElseThrow();
    }

    /// The local day, with the time where it is not midnight.
    private String begin(Interval interval) {
        ZonedDateTime local = Instant.ofEpochMilli(interval.from()).atZone(terms.calendar().zone());
        return local.toLocalTime().toSecondOfDay() == 0
                ? local.toLocalDate().toString()
                : local.toLocalDateTime().toString();
    }

    /// To four decimals.
    protected static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(4, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
