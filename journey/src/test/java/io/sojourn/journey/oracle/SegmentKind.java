package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.SegmentAnalysis;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Segments within segments.
public final class SegmentKind implements Kind<SegmentKind.Question, PersonSet> {

    /// @param stored segments that the criterion may name
    public record Question(Criterion criterion, Map<Long, Criterion> stored) {}

    @Override
    public Question draw(Drawing drawing) {
        Criterion inner = SegmentDraw.draw(drawing);
        Criterion middle =
                new Criterion.Any(List.of(new Criterion.Member(1), SegmentDraw.draw(drawing)));
        Criterion criterion = SegmentDraw.draw(drawing);
        if (drawing.draw().flag("segment within a segment", 3)) {
            criterion = new Criterion.All(List.of(criterion, new Criterion.Member(2)));
        }
        return new Question(criterion, Map.of(1L, inner, 2L, middle));
    }

    @Override
    public PersonSet ask(JourneySource source, Question question, Context context, Folds folds) {
        Map<Long, Definitions.Definition> stored =
                question.stored.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        one ->
                                                new Definitions.Definition(
                                                        "segment " + one.getKey(),
                                                        one.getValue())));
        return folds.run(
                source, new SegmentAnalysis(context, new Definitions(stored), question.criterion));
    }

    @Override
    public PersonSet answer(List<Journey> journeys, Question question, Context context) {
        return SegmentOracle.answer(journeys, question.criterion, question.stored, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            Question question,
            Context context,
            PersonSet result,
            Folds folds) {
        return List.of();
    }
}
