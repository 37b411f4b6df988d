package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.Group;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `funnel`: in the documented form with `steps` and `date_range`, and in Woopra's with `goals`, `start_day` and
/// `end_day`.
final class FunnelCalls {

    static final long WINDOW_SECONDS = 7L * 86_400;
    private static final long WINDOW_SECONDS_MAX = 100L * 366 * 86_400;
    private static final int GROUPS = 25;

    private final RestProjects projects;
    private final RestQuestions questions;

    FunnelCalls(RestProjects projects, RestQuestions questions) {
        this.projects = projects;
        this.questions = questions;
    }

    Reply funnel(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            Place body = Place.root(request.fields());
            WoopraSegments segments = RestQuestions.segments(call, project, stores);
            PartReader parts = new PartReader(segments.rules(), segments.calendar());
            boolean goals = body.has("goals");
            Optional<Funnel> funnel =
                    goals
                            ? ofGoals(body, segments, days(request, stores))
                            : ofSteps(body, parts, request, stores);
            Criterion people = people(body, parts, segments);
            body.check();
            FunnelResult result =
                    questions.ask(
                            call,
                            project,
                            stores,
                            asked ->
                                    funnel.orElseThrow()
                                            .ask(asked.asking(), asked.among(people).context()));
            return Reply.json(
                    goals
                            ? items(body, result)
                            : steps(funnel.orElseThrow(), result.rows().getFirst().all()));
        }
    }

    private Range days(RestRequest request, ProjectStores stores) {
        Days days = Days.of(request, stores.people().settings().zone(), questions.clock().millis());
        return new Range.Between(new TimeRange(days.from(), days.to()));
    }

    private Optional<Funnel> ofSteps(
            Place body, PartReader parts, RestRequest request, ProjectStores stores) {
        List<Funnel.Step> steps =
                body.at("steps").some(Funnel.STEPS_MAX, one -> new Funnel.Step(parts.event(one)));
        Range range =
                body.has("date_range")
                        ? dateRange(body.at("date_range"), parts)
                        : days(request, stores);
        long window = body.at("window").number(WINDOW_SECONDS, 1, WINDOW_SECONDS_MAX);
        return body.whole(
                () ->
                        new Funnel.Builder()
                                .steps(steps)
                                .range(range)
                                .windowMillis(1_000 * window)
                                .build());
    }

    private static Range dateRange(Place place, PartReader parts) {
        long from = parts.time(place.at("start"), false).orElse(Long.MIN_VALUE);
        long to = parts.time(place.at("end"), true).orElse(Long.MAX_VALUE);
        place.end();
        if (from >= to) {
            place.at("end").wrong("must not lie before start");
        }
        return new Range.Between(new TimeRange(from, to));
    }

    /// Those whom `segment` or `segments` choose.
    private static Criterion people(Place body, PartReader parts, WoopraSegments segments) {
        List<Criterion> all = new ArrayList<>();
        all.add(segments.read(body.at("segments")));
        parts.conditions(body.at("segment").at("filters"), Column.Scope.PERSON)
                .forEach(one -> all.add(new Criterion.Has(one)));
        return new Criterion.All(all);
    }

    private static ObjectNode steps(Funnel funnel, FunnelResult.Flow flow) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode steps = json.putArray("steps");
        long open = 0;
        for (int i = 0; i < flow.steps().size(); i++) {
            ObjectNode step = steps.addObject();
            step.put(
                    "event",
                    funnel.steps().get(i).filter().anyOf().getFirst().name().orElse("any"));
            count(step, flow, i);
            long before = i == 0 ? 0 : flow.steps().get(i - 1).reached().people();
            step.put("dropoff", i == 0 ? 0 : before - flow.steps().get(i).reached().people());
            open += flow.steps().get(i).open().people();
        }
        return json.put("excluded", flow.excluded().people()).put("open", open);
    }

    private static void count(ObjectNode json, FunnelResult.Flow flow, int step) {
        FunnelResult.Step known = flow.steps().get(step);
        long count = known.reached().people();
        json.put("count", count);
        share(
                json,
                "conversion_from_previous",
                count,
                step == 0 ? count : flow.steps().get(step - 1).reached().people());
        share(json, "conversion_from_first", count, flow.steps().getFirst().reached().people());
        double median = known.fromPrevious().median();
        if (Double.isFinite(median)) {
            json.put("median_seconds", median);
        } else {
            json.putNull("median_seconds");
        }
    }

    /// From 0 to 1; null of nobody.
    private static void share(ObjectNode json, String name, long count, long of) {
        if (of == 0) {
            json.putNull(name);
        } else {
            json.put(name, (double) count / of);
        }
    }

    private static Optional<Funnel> ofGoals(Place body, WoopraSegments segments, Range range) {
        List<Funnel.Step> steps =
                body.at("goals")
                        .some(Funnel.STEPS_MAX, one -> new Funnel.Step(segments.choices(one)));
        int top = body.at("limit").integer(GROUPS, 1, Funnel.TOP_MAX);
        Optional<Column> group =
                body.at("group_by")
                        .optional(one -> segments.column(one, Column.Scope.PERSON))
                        .flatMap(read -> read);
        return body.whole(
                () -> {
                    Funnel.Builder funnel = new Funnel.Builder().steps(steps).range(range);
                    group.ifPresent(
                            column ->
                                    funnel.breakdown(
                                            new Funnel.Breakdown(
                                                    List.of(column),
                                                    new Funnel.Attribution.Entry(),
                                                    top)));
                    return funnel.build();
                });
    }

    /// One of everyone, or one per group.
    private static ObjectNode items(Place body, FunnelResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        List<FunnelResult.Row> rows = result.rows();
        for (FunnelResult.Row row : rows.size() > 1 ? rows.subList(1, rows.size()) : rows) {
            ObjectNode item = items.addObject();
            item.put("name", name(row.group()));
            ArrayNode goals = item.putArray("goals");
            for (int i = 0; i < row.all().steps().size(); i++) {
                ObjectNode goal = goals.addObject();
                goal.put("name", body.node().path("goals").path(i).path("name").asText(""));
                count(goal, row.all(), i);
            }
        }
        return json;
    }

    private static String name(Group group) {
        if (group.rest()) {
            return "(rest)";
        }
        return group.values().isEmpty() ? "" : group.values().getFirst().orElse("(none)");
    }
}
