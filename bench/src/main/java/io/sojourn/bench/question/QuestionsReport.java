package io.sojourn.bench.question;

import io.sojourn.bench.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Times and whether answers are equal, as a table. A ratio is only shown where the answers are.
final class QuestionsReport {

    private static final String OURS = "Sojourn";

    private final int events;
    private final int rounds;
    private final Map<Question, List<String>> expected = new EnumMap<>(Question.class);
    private final Map<String, Map<Question, Double>> millis = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private double floor;

    QuestionsReport(int events, int rounds) {
        this.events = events;
        this.rounds = rounds;
    }

    void floor(double sum) {
        floor = sum;
    }

    void filled(String engine, long nanos, long bytes) {
        notes.add(
                "%s: filled in %.1f s%s"
                        .formatted(
                                engine,
                                nanos / 1e9,
                                bytes == 0
                                        ? ""
                                        : ", %.1f bytes an event on disk"
                                                .formatted((double) bytes / events)));
    }

    void ours(SojournEngine engine) {
        notes.add(
                "%s: index built in %.1f s (%.1f M events/s), %.1f bytes an event in memory; people %,d"
                        .formatted(
                                OURS,
                                engine.indexNanos() / 1e9,
                                events * 1e3 / engine.indexNanos(),
                                (double) engine.indexBytes() / events,
                                engine.stores().people().people()));
    }

    void expected(Question question, List<String> answer) {
        expected.put(question, answer);
    }

    void took(String engine, Question question, long nanos) {
        millis.computeIfAbsent(engine, added -> new EnumMap<>(Question.class))
                .put(question, nanos / 1e6);
    }

    /// @return whether it is our answer
    boolean compare(String engine, Question question, List<String> answer) {
        List<String> ours = expected.getOrDefault(question, List.of());
        if (ours.equals(answer)) {
            return true;
        }
        millis.getOrDefault(engine, new EnumMap<>(Question.class)).remove(question);
        notes.add(
                "%s answers differently: %s: %s"
                        .formatted(engine, question.words(), difference(ours, answer)));
        return false;
    }

    private static String difference(List<String> ours, List<String> theirs) {
        List<String> missing = new ArrayList<>(ours);
        missing.removeAll(theirs);
        List<String> more = new ArrayList<>(theirs);
        more.removeAll(ours);
        return "%d rows and %d rows; only ours %s, only theirs %s"
                .formatted(
                        ours.size(),
                        theirs.size(),
                        missing.subList(0, Math.min(3, missing.size())),
                        more.subList(0, Math.min(3, more.size())));
    }

    String text(String loadBefore) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("%s%n".formatted(Machine.describe()));
        text.append(
                "%,d events; warm, median of %d, milliseconds; load %s before, %s after%n"
                        .formatted(events, rounds, loadBefore, Machine.load()));
        text.append("a plain sum over 6 bytes an event: %.1f ms%n%n".formatted(floor));
        List<String> rivals = millis.keySet().stream().filter(one -> !one.equals(OURS)).toList();
        text.append("| question | ").append(OURS);
        rivals.forEach(rival -> text.append(" | ").append(rival));
        text.append(" | best other / ours |\n|---").append("|---".repeat(rivals.size() + 2));
        text.append("|\n");
        for (Question question : expected.keySet()) {
            text.append("| ").append(question.words());
            text.append(" | ").append(cell(OURS, question));
            rivals.forEach(rival -> text.append(" | ").append(cell(rival, question)));
            text.append(" | ").append(ratio(rivals, question)).append(" |\n");
        }
        text.append('\n');
        notes.forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private Optional<Double> time(String engine, Question question) {
        return Optional.ofNullable(millis.getOrDefault(engine, Map.of()).get(question));
    }

    private String cell(String engine, Question question) {
        return time(engine, question).map("%.1f"::formatted).orElse("-");
    }

    private String ratio(List<String> rivals, Question question) {
        Optional<Double> best =
                rivals.stream()
                        .flatMap(rival -> time(rival, question).stream())
                        .min(Double::compare);
        Optional<Double> ours = time(OURS, question);
        return best.isEmpty() || ours.isEmpty() ? "-" : "%.1f".formatted(best.get() / ours.get());
    }
}
