package io.sojourn.journey.oracle;

import io.sojourn.core.event.Event;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Asks drawn questions about drawn histories and holds the answers against the oracle's.
///
/// A pair is drawn from a seed of its own, so that one that fails can be asked again alone.
public final class RandomQuestions<Q, R> {

    /// Says that a question is refused by both sides.
    static final Optional<String> TOO_LARGE = Optional.of("too large");

    private static final int QUESTIONS_PER_HISTORY = 4;

    private final Kind<Q, R> kind;
    private final RandomGenerator random;
    private final Draw draw;
    private int pairs;

    public RandomQuestions(Kind<Q, R> kind, long seed) {
        this.kind = kind;
        random = new Random(seed);
        draw = new Draw(random);
    }

    public Draw draw() {
        return draw;
    }

    public int pairs() {
        return pairs;
    }

    /// A pair whose answers differ, made as small as leaving out persons and events makes it.
    public record Failure(
            String difference, Object question, Context context, List<Journey> journeys) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            text.append(cut(difference)).append("\nquestion ").append(cut(question.toString()));
            text.append("\ncontext ").append(context);
            for (Journey journey : journeys) {
                text.append("\nperson ")
                        .append(journey.person())
                        .append(" first seen ")
                        .append(journey.firstSeen())
                        .append(' ')
                        .append(journey.statements());
                journey.events().forEach(event -> text.append("\n  ").append(text(event)));
            }
            return text.toString();
        }

        private static Map<String, String> compact(Map<String, Value> properties) {
            Map<String, String> texts = new TreeMap<>();
            properties.forEach((key, value) -> texts.put(key, value.text()));
            return texts;
        }

        private static String cut(String text) {
            String plain =
                    text.replace("Optional.empty", "-")
                            .replace("EventFilter[anyOf=[Choice[name=", "[")
                            .replace("PropertyCondition[column=Column", "");
            return plain.length() > 4_000 ? plain.substring(0, 4_000) + "..." : plain;
        }

        private static String text(Event event) {
            return "%s@%d #%d flags=%d until=+%d timeout=%d %s %s %s"
                    .formatted(
                            event.name(),
                            event.time(),
                            event.id(),
                            event.flags(),
                            event.activeUntil() - event.time(),
                            event.timeout(),
                            event.attributes(),
                            compact(event.properties()),
                            compact(event.visitProperties()));
        }
    }

    /// Asks until so many pairs were compared, or one failed; that one is made small.
    public Optional<Failure> ask(int count) {
        return firstPair(count).map(pair -> shrunk(pair.journeys, pair.question, pair.context));
    }

    /// The same, but says at once what differs, which is quicker and longer.
    public Optional<String> firstDifference(int count) {
        return firstPair(count)
                .flatMap(pair -> difference(pair.journeys, pair.question, pair.context));
    }

    private record Pair<Q>(List<Journey> journeys, Q question, Context context) {}

    private Optional<Pair<Q>> firstPair(int count) {
        while (pairs < count) {
            List<Journey> journeys = RandomHistories.draw(random).journeys();
            Drawing drawing = new Drawing(draw, journeys);
            for (int i = 0; i < QUESTIONS_PER_HISTORY; i++) {
                Q question = kind.draw(drawing);
                Context context = drawing.context();
                Optional<String> difference = difference(journeys, question, context);
                if (difference.isPresent() && !difference.equals(TOO_LARGE)) {
                    return Optional.of(new Pair<>(journeys, question, context));
                }
                pairs += difference.isEmpty() ? 1 : 0;
            }
        }
        return Optional.empty();
    }

    /// Whether the answers of one pair among so many differ.
    public boolean isFoundWrong(int count) {
        for (; pairs < count; pairs++) {
            List<Journey> journeys = RandomHistories.draw(random).journeys();
            Drawing drawing = new Drawing(draw, journeys);
            for (int i = 0; i < QUESTIONS_PER_HISTORY; i++) {
                Q question = kind.draw(drawing);
                Context context = drawing.context();
                R got = kind.ask(new HistorySource(journeys), question, context, Folds.PLAIN);
                if (Differences.first(kind.answer(journeys, question, context), got).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<String> difference(List<Journey> journeys, Q question, Context context) {
        return difference(kind, new HistorySource(journeys), journeys, question, context, true);
    }

    /// @param thorough whether the answer must be the same in other pieces, for which batches must stay as they are, and
    ///     numbers must open as many people
    static <Q, R> Optional<String> difference(
            Kind<Q, R> kind,
            JourneySource source,
            List<Journey> journeys,
            Q question,
            Context context,
            boolean thorough) {
        try {
            R got = kind.ask(source, question, context, Folds.PLAIN);
            Optional<String> found =
                    Differences.first(kind.answer(journeys, question, context), got);
            if (found.isEmpty() && thorough) {
                R other = kind.ask(source, question, context, new Folds(1, true));
                found = Differences.first(got, other).map(where -> "in other pieces: " + where);
            }
            return found.isPresent() || !thorough
                    ? found
                    : kind.broken(source, question, context, got, Folds.PLAIN).stream().findFirst();
        } catch (ProblemException e) {
            return e.problems().getFirst().code() == Code.QUESTION_TOO_LARGE
                    ? TOO_LARGE
                    : Optional.of("refused: " + e);
        } catch (RuntimeException e) {
            StringBuilder trace = new StringBuilder("failed: " + e);
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                trace.append("\n  ").append(cause);
                for (StackTraceElement line : cause.getStackTrace()) {
                    if (line.getClassName().startsWith("io.sojourn")) {
                        trace.append("\n    at ").append(line);
                    }
                }
            }
            return Optional.of(trace.toString());
        }
    }

    private Failure shrunk(List<Journey> journeys, Q question, Context context) {
        List<Journey> small = journeys;
        String kept = sort(difference(journeys, question, context).orElseThrow());
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (List<Journey> candidate : smaller(small)) {
                Optional<String> found = difference(candidate, question, context);
                if (found.isPresent() && sort(found.get()).equals(kept)) {
                    small = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        String found = difference(small, question, context).orElseThrow();
        return new Failure(found, question, context, small);
    }

    /// What a difference is about, so that making a pair smaller does not lead to another one.
    private static String sort(String difference) {
        String place = difference.lines().findFirst().orElse("").replaceAll("\\d+", "");
        return place.substring(0, Math.min(place.length(), 12));
    }

    /// The same without one person, without half of somebody's events, without one event or without statements.
    private static List<List<Journey>> smaller(List<Journey> journeys) {
        List<List<Journey>> candidates = new ArrayList<>();
        for (int i = 0; i < journeys.size(); i++) {
            List<Journey> without = new ArrayList<>(journeys);
            without.remove(i);
            candidates.add(without);
        }
        for (int i = 0; i < journeys.size(); i++) {
            Journey one = journeys.get(i);
            List<Event> events = one.events();
            int half = events.size() / 2;
            if (half > 1) {
                candidates.add(with(journeys, i, events.subList(0, half)));
                candidates.add(with(journeys, i, events.subList(half, events.size())));
            }
            for (int j = 0; j < events.size(); j++) {
                List<Event> without = new ArrayList<>(events);
                without.remove(j);
                candidates.add(with(journeys, i, without));
            }
            if (!one.statements().isEmpty()) {
                List<Journey> changed = new ArrayList<>(journeys);
                changed.set(i, new Journey(one.person(), one.firstSeen(), events, List.of()));
                candidates.add(changed);
            }
        }
        return candidates;
    }

    private static List<Journey> with(List<Journey> journeys, int index, List<Event> events) {
        List<Journey> changed = new ArrayList<>(journeys);
        Journey one = journeys.get(index);
        changed.set(index, new Journey(one.person(), one.firstSeen(), events, one.statements()));
        return changed;
    }
}
