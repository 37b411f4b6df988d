package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Asks a source drawn questions of every kind and holds its answers against the oracle's.
public final class EveryKind {

    private static final Map<String, Kind<?, ?>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("scan", new ScanKind());
        KINDS.put("segment", new SegmentKind());
        KINDS.put("funnel", new FunnelKind());
        KINDS.put("retention", new RetentionKind());
        KINDS.put("paths", new PathKinds.OfPaths());
        KINDS.put("footprints", new PathKinds.OfFootprints());
        KINDS.put("patterns", new PathKinds.OfPatterns());
        KINDS.put("trend", new TrendKind());
        KINDS.put("stickiness", new ActivityKinds.OfStickiness());
        KINDS.put("lifecycle", new ActivityKinds.OfLifecycle());
        KINDS.put("attribution", new AttributionKind());
        KINDS.put("people", new PeopleKind());
    }

    private final Draw draw;
    private final Map<String, Integer> pairs = new TreeMap<>();

    public EveryKind(RandomGenerator random) {
        draw = new Draw(random);
        KINDS.keySet().forEach(kind -> pairs.put(kind, 0));
    }

    /// One question of each kind.
    ///
    /// @param journeys what the source should know
    /// @return the first difference
    public Optional<String> difference(JourneySource source, List<Journey> journeys) {
        for (Map.Entry<String, Kind<?, ?>> kind : KINDS.entrySet()) {
            Optional<String> found = difference(kind.getKey(), kind.getValue(), source, journeys);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private <Q, R> Optional<String> difference(
            String name, Kind<Q, R> kind, JourneySource source, List<Journey> journeys) {
        Drawing drawing = new Drawing(draw, journeys);
        Q question = kind.draw(drawing);
        Context context = drawing.context();
        Optional<String> difference =
                RandomQuestions.difference(kind, source, journeys, question, context, false);
        if (difference.equals(RandomQuestions.TOO_LARGE)) {
            return Optional.empty();
        }
        pairs.merge(name, 1, Integer::sum);
        return difference.map(
                found ->
                        name
                                + ": "
                                + new RandomQuestions.Failure(found, question, context, journeys));
    }

    /// How many questions of each kind were answered alike.
    public Map<String, Integer> pairs() {
        return Map.copyOf(pairs);
    }
}
