package io.sojourn.server.question;

import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.RetentionJson;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionCell;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.segment.Criterion;
import java.util.List;
import java.util.Optional;

/// Every kind of question there is.
final class Kinds {

    private static final Criterion EVERYONE = new Criterion.All(List.of());

    private Kinds() {}

    static List<Kind<?, ?, ?>> all() {
        return List.of(segment(), retention());
    }

    /// A cell of a result that has only one number of people.
    private static Boolean only(Place place) {
        place.end();
        return true;
    }

    private static Kind<Criterion, SegmentResult, Boolean> segment() {
        return new Kind<>(
                "segment",
                (place, parts) -> Optional.of(CriterionJson.read(place.at("criterion"), parts)),
                (criterion, asked) ->
                        new SegmentResult(
                                asked.people(criterion).size(), asked.people(EVERYONE).size()),
                (criterion, result) -> Table.of("people", "of").row(result.people(), result.of()),
                Optional.empty(),
                (place, parts) -> only(place),
                (criterion, cell, asked) -> asked.people(criterion));
    }

    private static Kind<Retention, RetentionResult, RetentionCell> retention() {
        return new Kind<>(
                "retention",
                RetentionJson::read,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                Tables::retention,
                Optional.empty(),
                RetentionJson::cell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
    }
}
