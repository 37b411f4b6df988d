package io.sojourn.server.question;

import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.PathJson;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.pattern.PatternAnalysis;
import io.sojourn.journey.pattern.PatternMatches;
import io.sojourn.journey.pattern.PatternResult;
import io.sojourn.journey.pattern.PersonMatch;
import java.util.List;
import java.util.Optional;

/// A question about a pattern, and how many of the people in whose journeys it occurs are shown with its times.
///
/// @param matches people shown, the lowest numbers first
record PatternQuestion(PathPattern pattern, int matches) {

    private static final int MATCHES_MAX = 1_000;

    static Optional<PatternQuestion> read(Place place, PartReader parts) {
        int matches = place.at("matches").integer(0, 0, MATCHES_MAX);
        return PathJson.readPattern(place, parts)
                .map(pattern -> new PatternQuestion(pattern, matches));
    }

    PatternAnswer ask(Asked asked) {
        PatternResult result = asked.run(new PatternAnalysis(pattern, asked.context()));
        List<PersonMatch> found =
                matches == 0 ? List.of() : asked.run(new PatternMatches(pattern, asked.context()));
        return new PatternAnswer(
                result.people(),
                result.occurrences(),
                result.gaps(),
                result.total(),
                found.stream()
                        .limit(matches)
                        .map(
                                one ->
                                        new PatternAnswer.Match(
                                                Long.toString(one.person()),
                                                one.occurrences(),
                                                one.times()))
                        .toList());
    }
}
