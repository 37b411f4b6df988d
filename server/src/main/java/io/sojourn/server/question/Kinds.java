package io.sojourn.server.question;

import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelCell;
import io.sojourn.journey.funnel.FunnelDifference;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.json.AttributionJson;
import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.FunnelJson;
import io.sojourn.journey.json.PeopleReportJson;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.RetentionJson;
import io.sojourn.journey.json.TrendJson;
import io.sojourn.journey.pattern.PatternPeople;
import io.sojourn.journey.people.PeopleCell;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionCell;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.LifecycleCell;
import io.sojourn.journey.trend.LifecycleResult;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.StickinessResult;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendCell;
import io.sojourn.journey.trend.TrendResult;
import java.util.List;
import java.util.Optional;

/// Every kind of question there is.
final class Kinds {

    private static final Criterion EVERYONE = new Criterion.All(List.of());

    private Kinds() {}

    static List<Kind<?, ?, ?>> all() {
        return List.of(
                segment(),
                funnel(),
                retention(),
                paths(),
                pattern(),
                trend(),
                stickiness(),
                lifecycle(),
                attribution(),
                people());
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

    private static Kind<Funnel, FunnelResult, FunnelCell> funnel() {
        return new Kind<>(
                "funnel",
                FunnelJson::read,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                Tables::funnel,
                Optional.of(
                        (question, first, second) ->
                                FunnelDifference.of(question, first.result(), second.result())),
                FunnelJson::cell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
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

    private static Kind<PathQuestion, Record, PathQuestion.Cell> paths() {
        return new Kind<>(
                "paths",
                PathQuestion::read,
                PathQuestion::ask,
                (question, result) -> PathTables.of(result),
                Optional.of(PathQuestion::difference),
                PathQuestion::cell,
                PathQuestion::people);
    }

    private static Kind<PatternQuestion, PatternAnswer, Boolean> pattern() {
        return new Kind<>(
                "pattern",
                PatternQuestion::read,
                PatternQuestion::ask,
                (question, result) ->
                        Table.of("people", "occurrences", "mean_seconds", "median_seconds")
                                .row(
                                        result.people(),
                                        result.occurrences(),
                                        result.total().mean(),
                                        result.total().median()),
                Optional.empty(),
                (place, parts) -> only(place),
                (question, cell, asked) ->
                        asked.run(new PatternPeople(question.pattern(), asked.context())));
    }

    private static Kind<Trend, TrendResult, TrendCell> trend() {
        return new Kind<>(
                "trend",
                TrendJson::read,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                Tables::trend,
                Optional.empty(),
                TrendJson::cell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
    }

    private static Kind<Stickiness, StickinessResult, Integer> stickiness() {
        return new Kind<>(
                "stickiness",
                TrendJson::readStickiness,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                (question, result) -> Tables.stickiness(result),
                Optional.empty(),
                TrendJson::stickinessCell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
    }

    private static Kind<Lifecycle, LifecycleResult, LifecycleCell> lifecycle() {
        return new Kind<>(
                "lifecycle",
                TrendJson::readLifecycle,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                (question, result) -> Tables.lifecycle(result),
                Optional.empty(),
                TrendJson::lifecycleCell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
    }

    private static Kind<Attribution, AttributionResult, Source> attribution() {
        return new Kind<>(
                "attribution",
                AttributionJson::read,
                (question, asked) -> question.ask(asked.asking(), asked.context()),
                (question, result) -> Tables.attribution(result),
                Optional.empty(),
                AttributionJson::cell,
                (question, cell, asked) -> question.people(asked.asking(), asked.context(), cell));
    }

    private static Kind<PeopleReportJson.Definition, PeopleTable, PeopleCell> people() {
        return new Kind<>(
                "people",
                PeopleReportJson::read,
                (question, asked) ->
                        PeopleTable.of(
                                question.report(asked::people)
                                        .ask(asked.asking(), asked.context())),
                Tables::people,
                Optional.empty(),
                PeopleReportJson::cell,
                (question, cell, asked) ->
                        question.report(asked::people)
                                .people(asked.asking(), asked.context(), cell));
    }
}
