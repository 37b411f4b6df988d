package io.sojourn.server.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import java.util.List;

/// Criteria as they are stored: what was sent, read anew with the settings that hold now.
final class StoredCriteria {

    private static final JsonMapper JSON = new JsonMapper();

    private StoredCriteria() {}

    static Calendar calendar(ProjectSettings settings) {
        return new Calendar(settings.zone(), settings.weekStart());
    }

    /// @throws io.sojourn.core.problem.ProblemException for what a caller got wrong
    static Criterion read(Place place, ProjectSettings settings, PropertyRules rules) {
        return CriterionJson.read(place, new PartReader(rules, calendar(settings)));
    }

    /// What was found right when it was stored.
    static Criterion read(String stored, ProjectSettings settings, PropertyRules rules) {
        Place place = Place.root(parse(stored));
        Criterion criterion = read(place, settings, rules);
        place.check();
        return criterion;
    }

    /// Whether somebody for whom these rules hold may read it: it names values of no property that they may not see.
    static boolean isShown(String stored, ProjectSettings settings, PropertyRules rules) {
        Place place = Place.root(parse(stored));
        read(place, settings, rules);
        return place.isSound();
    }

    static JsonNode parse(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored criterion is no JSON: " + stored, e);
        }
    }

    /// Whether the clock alone can change who meets it.
    static boolean isRelative(Criterion criterion) {
        return switch (criterion) {
            case Criterion.All(var criteria) -> anyRelative(criteria);
            case Criterion.Any(var criteria) -> anyRelative(criteria);
            case Criterion.Not(var one) -> isRelative(one);
            case Criterion.Has _, Criterion.Member _, Criterion.Listed _ -> false;
            case Criterion.Did did -> did.timeframe().isRelative();
            case Criterion.FirstDid did -> did.timeframe().isRelative();
            case Criterion.Stopped(var events, Timeframe timeframe) -> timeframe.isRelative();
            case Criterion.Restarted(var events, Timeframe quiet, Timeframe again) ->
                    quiet.isRelative() || again.isRelative();
            case Criterion.Regularly _ -> true;
            case Criterion.Sequence(var parts, Timeframe timeframe) -> timeframe.isRelative();
        };
    }

    private static boolean anyRelative(List<Criterion> criteria) {
        return criteria.stream().anyMatch(StoredCriteria::isRelative);
    }
}
