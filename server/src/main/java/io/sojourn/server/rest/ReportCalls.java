package io.sojourn.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.TrendJson;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.question.Asked;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.question.StoredReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// `report`: events in groups, measured in columns; `trends`: a stored trend as a table.
final class ReportCalls {

    private static final int COLUMNS_MAX = 20;
    private static final int TEXT_CHARS_MAX = 2_000;
    private static final int LIMIT = 100;
    private static final Period QUARTER = new Period(Unit.QUARTER, 1);
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RestProjects projects;
    private final RestQuestions questions;

    ReportCalls(RestProjects projects, RestQuestions questions) {
        this.projects = projects;
        this.questions = questions;
    }

    /// @param names of the columns, one per series
    private record Table(List<String> names, Trend trend, Optional<String> order, boolean desc) {}

    Reply report(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit = Parameters.number(request.fields(), "limit", LIMIT, Breakdown.TOP_MAX);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            WoopraSegments segments = RestQuestions.segments(call, project, stores);
            Place body = Place.root(request.fields());
            Optional<Table> table = table(body.at("report"), segments, days(request, stores));
            Criterion people = segments.read(body.at("segments"));
            int offset = body.at("offset").integer(0, 0, Breakdown.TOP_MAX);
            body.check();
            return Reply.json(
                    questions.ask(
                            call,
                            project,
                            stores,
                            asked ->
                                    answer(
                                            table.orElseThrow(),
                                            asked.among(people),
                                            limit,
                                            offset)));
        }
    }

    private Range days(RestRequest request, ProjectStores stores) {
        Days days = Days.of(request, stores.people().settings().zone(), questions.clock().millis());
        return new Range.Between(new TimeRange(days.from(), days.to()));
    }

    private static Optional<Table> table(Place place, WoopraSegments segments, Range range) {
        if (!place.isPresent()) {
            place.missing();
            return Optional.empty();
        }
        EventFilter events = segments.choices(place.at("constraints"));
        List<Column> groups = new ArrayList<>();
        place.at("group_by")
                .list(
                        Breakdown.COLUMNS_MAX,
                        one -> {
                            if (!one.at("transforms").node().isEmpty()) {
                                one.at("transforms").wrong("values cannot be transformed here");
                            }
                            return segments.column(one, Column.Scope.EVENT)
                                    .map(groups::add)
                                    .orElse(false);
                        });
        List<String> names = new ArrayList<>();
        List<Series> series =
                place.at("columns")
                        .some(
                                COLUMNS_MAX,
                                one -> {
                                    names.add(one.at("name").text(TEXT_CHARS_MAX));
                                    return new Series(events, measure(one, segments));
                                });
        Optional<String> order = place.at("order_by").optionalText(TEXT_CHARS_MAX);
        if (order.filter(name -> !names.contains(name)).isPresent()) {
            place.at("order_by").wrong("there is no column " + order.orElse(""));
        }
        boolean desc = place.at("desc").flag(true);
        return place.whole(
                () ->
                        new Table(
                                names,
                                new Trend(
                                        series,
                                        Optional.empty(),
                                        QUARTER,
                                        range,
                                        new Breakdown(groups, Breakdown.TOP_MAX),
                                        false,
                                        1),
                                order,
                                desc));
    }

    private static Measure measure(Place place, WoopraSegments segments) {
        String method = place.at("method").node().asText("count");
        Map<String, Measure.Statistic> statistics = new LinkedHashMap<>();
        statistics.put("sum", new Measure.Statistic.Sum());
        statistics.put("avg", new Measure.Statistic.Mean());
        statistics.put("average", new Measure.Statistic.Mean());
        statistics.put("min", new Measure.Statistic.Min());
        statistics.put("max", new Measure.Statistic.Max());
        Measure.Statistic statistic = statistics.get(method);
        if (statistic != null) {
            ObjectNode key = NODES.objectNode().put("key", place.at("key").text(TEXT_CHARS_MAX));
            return segments.column(Place.root(key), Column.Scope.EVENT)
                    .<Measure>map(column -> new Measure.OfNumbers(column, statistic))
                    .orElseGet(
                            () -> {
                                place.at("key").wrong("cannot be measured");
                                return new Measure.Events();
                            });
        }
        if (!method.equals("count")) {
            place.at("method").wrong("takes count, sum, avg, min or max, got " + method);
        }
        String scope = place.at("scope").node().asText("actions");
        return switch (scope) {
            case "visitors", "visitor" -> new Measure.People();
            case "visits", "visit" -> new Measure.Visits();
            case "actions", "action" -> new Measure.Events();
            default -> {
                place.at("scope").wrong("takes actions, visits or visitors, got " + scope);
                yield new Measure.Events();
            }
        };
    }

    private static ObjectNode answer(Table table, Asked asked, int limit, int offset) {
        Trend trend = table.trend();
        Trend undivided =
                new Trend(
                        trend.series(),
                        Optional.empty(),
                        trend.interval(),
                        trend.range(),
                        Breakdown.NONE,
                        false,
                        1);
        List<Map.Entry<Group, List<OptionalDouble>>> rows =
                new ArrayList<>(
                        totals(trend, trend.ask(asked.asking(), asked.context())).entrySet());
        table.order().ifPresent(name -> sort(rows, table.names().indexOf(name), table.desc()));
        ObjectNode json = NODES.objectNode();
        ObjectNode total = json.putObject("total").put("count", rows.size());
        Map<Group, List<OptionalDouble>> all =
                totals(undivided, undivided.ask(asked.asking(), asked.context()));
        total.set("cells", cells(all.getOrDefault(Group.EVERYONE, List.of())));
        ArrayNode shown = json.putArray("rows");
        rows.stream()
                .skip(offset)
                .limit(limit)
                .forEach(
                        row -> {
                            ObjectNode one = shown.addObject();
                            ArrayNode values = one.putArray("group");
                            group(row.getKey()).forEach(values::add);
                            one.set("cells", cells(row.getValue()));
                        });
        return json;
    }

    /// By group, one total per series; none where a series does not name the group.
    private static Map<Group, List<OptionalDouble>> totals(Trend trend, TrendResult result) {
        Map<Group, List<OptionalDouble>> totals = new LinkedHashMap<>();
        for (TrendResult.Line line : result.lines()) {
            List<OptionalDouble> cells =
                    totals.computeIfAbsent(
                            line.group(),
                            added -> {
                                List<OptionalDouble> none = new ArrayList<>();
                                trend.series().forEach(each -> none.add(OptionalDouble.empty()));
                                return none;
                            });
            cells.set(line.series().orElse(0), line.total());
        }
        return totals;
    }

    private static void sort(
            List<Map.Entry<Group, List<OptionalDouble>>> rows, int column, boolean desc) {
        Comparator<Map.Entry<Group, List<OptionalDouble>>> order =
                Comparator.comparingDouble(
                        row -> row.getValue().get(column).orElse(Double.NEGATIVE_INFINITY));
        rows.sort(desc ? order.reversed() : order);
    }

    private static List<String> group(Group group) {
        return group.rest()
                ? List.of("(rest)")
                : group.values().stream().map(value -> value.orElse("(none)")).toList();
    }

    private static ArrayNode cells(List<OptionalDouble> values) {
        ArrayNode cells = NODES.arrayNode();
        values.forEach(value -> add(cells, value));
        return cells;
    }

    private static void add(ArrayNode into, OptionalDouble value) {
        if (value.isPresent()) {
            into.add(value.getAsDouble());
        } else {
            into.addNull();
        }
    }

    /// A report that was kept, of the days asked for: names, rows of what and how much, the grand total.
    Reply trends(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            WoopraSegments segments = RestQuestions.segments(call, project, stores);
            Place body = Place.root(stored(request, stores));
            Optional<Trend> kept =
                    TrendJson.read(body, new PartReader(segments.rules(), segments.calendar()));
            body.check();
            Trend trend = kept.orElseThrow();
            boolean said =
                    !request.text("start_day").isEmpty() || !request.text("end_day").isEmpty();
            Trend asked = said ? in(trend, days(request, stores)) : trend;
            TrendResult result =
                    questions.ask(
                            call,
                            project,
                            stores,
                            asking -> asked.ask(asking.asking(), asking.context()));
            return Reply.json(table(result));
        }
    }

    private static Trend in(Trend trend, Range range) {
        return new Trend(
                trend.series(),
                trend.formula(),
                trend.interval(),
                range,
                trend.breakdown(),
                trend.previous(),
                trend.rolling());
    }

    private static JsonNode stored(RestRequest request, ProjectStores stores) {
        String id = request.text("report_id");
        StoredReport report =
                stores.questions().reports().stream()
                        .filter(each -> Long.toString(each.number()).equals(id))
                        .filter(each -> each.draft().kind().equals("trend"))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Problem.invalid(
                                                        "report_id",
                                                        "there is no trend with the number "
                                                                + id)));
        try {
            return JSON.readTree(report.draft().definition());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report " + report.number() + " is no JSON", e);
        }
    }

    private static ObjectNode table(TrendResult result) {
        ObjectNode json = NODES.objectNode();
        ArrayNode table = json.putArray("table");
        table.addArray().add("from").add("series").add("group").add("value");
        ArrayNode rows = table.addArray();
        for (TrendResult.Line line : result.lines()) {
            for (int i = 0; i < result.intervals().size(); i++) {
                ArrayNode row = rows.addArray();
                ArrayNode dimensions = row.addArray();
                dimensions.add(result.intervals().get(i).from());
                dimensions.add(line.series().isPresent() ? line.series().getAsInt() : -1);
                group(line.group()).forEach(dimensions::add);
                add(row.addArray(), line.values().get(i));
            }
        }
        ArrayNode total = table.addArray().addArray().addArray();
        if (!result.lines().isEmpty()) {
            add(total, result.lines().getFirst().total());
        }
        return json;
    }
}
