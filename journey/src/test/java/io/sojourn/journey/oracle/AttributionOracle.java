package io.sojourn.journey.oracle;

import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.attribution.AttributionResult.Row;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What conversions are due to: the touches before each of them are listed, and their shares added up.
public final class AttributionOracle {

    private static final double WEEK = 7 * 86_400_000.0;

    /// A touchpoint's part of one conversion; without a touch it has no name.
    private record Part(long person, Optional<String> touchpoint, double share, double value) {}

    private final Attribution question;
    private final List<Part> parts = new ArrayList<>();
    private long conversions;
    private long skipped;

    private AttributionOracle(List<Journey> journeys, Attribution question, Context context) {
        this.question = question;
        TimeRange range = question.range().resolve(context.calendar(), context.asOf());
        for (SeenPerson person : SeenPerson.all(journeys, context)) {
            for (int event : person.matching(question.conversion())) {
                if (range.contains(person.time(event))) {
                    convert(person, event);
                }
            }
        }
    }

    public static AttributionResult answer(
            List<Journey> journeys, Attribution question, Context context) {
        return new AttributionOracle(journeys, question, context).result();
    }

    private void convert(SeenPerson person, int conversion) {
        conversions++;
        double value = 0;
        if (question.value().isPresent()) {
            Optional<String> text = person.value(conversion, question.value().get());
            double number = text.map(one -> Value.string(one).number()).orElse(Double.NaN);
            value = Double.isNaN(number) ? 0 : number;
            skipped += text.isPresent() && Double.isNaN(number) ? 1 : 0;
        }
        List<Integer> touches = new ArrayList<>();
        for (int touch : person.matching(question.touch())) {
            long age = person.time(conversion) - person.time(touch);
            boolean recent =
                    question.lookBackMillis().isEmpty()
                            || age <= question.lookBackMillis().getAsLong();
            if (touch != conversion
                    && age >= 0
                    && recent
                    && person.value(touch, question.touchpoint()).isPresent()) {
                touches.add(touch);
            }
        }
        if (touches.isEmpty()) {
            parts.add(new Part(person.person(), Optional.empty(), 1, value));
        }
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < touches.size(); i++) {
            long age = person.time(conversion) - person.time(touches.get(i));
            weights.add(weight(i, touches.size(), age));
        }
        double sum = weights.stream().mapToDouble(one -> one).sum();
        for (int i = 0; i < touches.size(); i++) {
            double share = weights.get(i) / sum;
            if (share > 0) {
                parts.add(
                        new Part(
                                person.person(),
                                person.value(touches.get(i), question.touchpoint()),
                                share,
                                share * value));
            }
        }
    }

    private double weight(int place, int count, long age) {
        boolean end = place == 0 || place == count - 1;
        return switch (question.model()) {
            case FIRST -> place == 0 ? 1 : 0;
            case LAST -> place == count - 1 ? 1 : 0;
            case LINEAR -> 1;
            case POSITION -> count <= 2 ? 1 : end ? 0.4 : 0.2 / (count - 2);
            case DECAY -> Math.pow(2, -age / WEEK);
        };
    }

    private AttributionResult result() {
        List<String> names =
                parts.stream().flatMap(part -> part.touchpoint.stream()).distinct().toList();
        List<Row> touchpoints = new ArrayList<>();
        for (String name : names) {
            touchpoints.add(
                    row(
                            new Source.Touchpoint(name),
                            part -> part.touchpoint.equals(Optional.of(name))));
        }
        touchpoints.sort(
                Comparator.comparingLong((Row row) -> -Math.round(row.conversions() * 1e10))
                        .thenComparing(row -> ((Source.Touchpoint) row.source()).name()));
        List<Row> rows = new ArrayList<>();
        int top = Math.min(question.top(), touchpoints.size());
        rows.addAll(touchpoints.subList(0, top));
        List<String> others =
                touchpoints.subList(top, touchpoints.size()).stream()
                        .map(row -> ((Source.Touchpoint) row.source()).name())
                        .toList();
        if (!others.isEmpty()) {
            rows.add(
                    row(
                            new Source.Rest(),
                            part -> part.touchpoint.map(others::contains).orElse(false)));
        }
        if (parts.stream().anyMatch(part -> part.touchpoint.isEmpty())) {
            rows.add(row(new Source.None(), part -> part.touchpoint.isEmpty()));
        }
        Row all = row(new Source.All(), part -> true);
        return new AttributionResult(
                rows, new Row(all.source(), conversions, all.value(), all.people()), skipped);
    }

    private Row row(Source source, Predicate<Part> belongs) {
        List<Part> some = parts.stream().filter(belongs).toList();
        return new Row(
                source,
                some.stream().mapToDouble(Part::share).sum(),
                some.stream().mapToDouble(Part::value).sum(),
                some.stream().map(Part::person).distinct().count());
    }
}
