package io.sojourn.server.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.time.Calendar;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.StoredSegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/// Reads what a project's stored segments mean.
final class StoredSegments {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredSegments() {}

    /// @param calendar in which their days are meant
    /// @param listed who is on a list
    static Definitions of(QuestionStore store, Calendar calendar, LongFunction<PersonSet> listed) {
        Map<Long, Definitions.Definition> byNumber = new HashMap<>();
        for (StoredSegment segment : store.segments()) {
            byNumber.put(
                    segment.number(),
                    new Definitions.Definition(
                            segment.draft().name(), criterion(segment, calendar, listed)));
        }
        return new Definitions(byNumber);
    }

    private static Criterion criterion(
            StoredSegment segment, Calendar calendar, LongFunction<PersonSet> listed) {
        return switch (segment.draft().kind()) {
            case LIST -> new Criterion.Listed(listed.apply(segment.number()));
            case RULE -> {
                try {
                    Place place = Place.root(JSON.readTree(segment.draft().criterion()));
                    PartReader parts = new PartReader(PropertyRules.NONE, calendar);
                    Criterion criterion = CriterionJson.read(place, parts);
                    place.check();
                    yield criterion;
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("segment " + segment.number(), e);
                }
            }
        };
    }
}
