package io.sojourn.server.cases;

import static io.sojourn.server.cases.Translate.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Retention, and conditions that are met after a first one.
final class RetentionCases {

    /// Which of the cells beside it are not whole.
    static final String INCOMPLETE = "incomplete";

    private RetentionCases() {}

    private static ObjectNode question(JsonNode query) throws NotOffered {
        ObjectNode question = Translate.question(query);
        question.set("start", Translate.event(query.path("start")));
        question.set("returning", Translate.event(query.path("return")));
        question.put("cohort", cohort(query.path("mode").asText()));
        int columns = query.path("intervals").asInt(0);
        if (query.has("cohort_period")) {
            question.putObject("period")
                    .put("every", query.at("/cohort_period/value").asInt())
                    .put("unit", query.at("/cohort_period/unit").asText());
            columns = 12;
        } else {
            question.set("period", Translate.period(query.path("period").asText()));
            if (!query.has("to") && query.has("from")) {
                ((ObjectNode) question.path("range")).put("to", end(query, columns));
            }
        }
        question.putObject("columns")
                .put("count", columns)
                .put("criterion", query.path("cumulative").asBoolean() ? "on_or_after" : "on");
        if (query.has("min_occurrences")) {
            question.set("occurrencesMin", query.get("min_occurrences"));
        }
        return question;
    }

    private static String cohort(String mode) throws NotOffered {
        return switch (mode) {
            case "recurring" -> "recurring";
            case "first_time", "first_ever" -> "first_ever";
            case "first_time_in_range" -> "first_in_range";
            default -> throw new NotOffered("there is no cohort " + mode);
        };
    }

    /// Where so many intervals end, as an instant.
    private static String end(JsonNode query, int intervals) {
        String from = query.get("from").asText();
        ZoneId zone = Translate.zone(query);
        ZonedDateTime begin =
                from.length() == 10
                        ? LocalDate.parse(from).atStartOfDay(zone)
                        : from.endsWith("Z")
                                ? ZonedDateTime.parse(from)
                                : LocalDateTime.parse(from).atZone(zone);
        ZonedDateTime end =
                switch (query.path("period").asText()) {
                    case "hour" -> begin.plusHours(intervals);
                    case "week" -> begin.plusWeeks(intervals);
                    case "month" -> begin.plusMonths(intervals);
                    default -> begin.plusDays(intervals);
                };
        return end.toInstant().toString();
    }

    static JsonNode retention(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        JsonNode expected = one.expected();
        ObjectNode question = question(query);
        JsonNode result = project.ask("retention", question);
        JsonNode rows = result.at("/groups/0/rows");
        ObjectNode got = JSON.objectNode();
        dates(query, expected, result, rows, got);
        if (expected.has("triangle")) {
            ArrayNode triangle = got.putArray("triangle");
            ArrayNode incomplete = got.putArray(INCOMPLETE);
            for (int i = 0; i < rows.size(); i++) {
                ArrayNode row = triangle.addArray();
                ArrayNode marks = incomplete.addArray();
                for (int j = 0; i + j < rows.size(); j++) {
                    row.add(rows.get(i).path(j).path("people"));
                    marks.add(rows.get(i).path(j).path("incomplete"));
                }
            }
        }
        if (expected.has("shares")) {
            shares(
                    result,
                    rows,
                    expected.get("shares").path(0).size(),
                    got,
                    query.has("average_row"));
        }
        if (expected.has("matrix") || expected.has("sizes")) {
            cohorts(expected, rows, got);
        }
        people(expected, question, project, rows, got);
        return got;
    }

    private static void dates(
            JsonNode query, JsonNode expected, JsonNode result, JsonNode rows, ObjectNode got) {
        for (String name : List.of("dates", "cohorts")) {
            if (!expected.has(name)) {
                continue;
            }
            boolean filled = name.equals("cohorts");
            ArrayNode dates = got.putArray(name);
            for (int i = 0; i < rows.size(); i++) {
                if (!filled || rows.get(i).path(0).path("people").asLong() > 0) {
                    dates.add(
                            Translate.date(
                                    result.at("/cohorts/" + i + "/from").asLong(),
                                    Translate.zone(query),
                                    expected.get(name).path(0).asText().length()));
                }
            }
            if (filled && query.has("average_row")) {
                dates.add("Average");
            }
        }
    }

    /// Of cohorts that somebody is in; nobody is written as null there.
    private static void shares(
            JsonNode result, JsonNode rows, int width, ObjectNode got, boolean average) {
        ArrayNode shares = got.putArray("shares");
        for (JsonNode cells : rows) {
            double size = cells.path(0).path("people").asDouble();
            if (size > 0) {
                ArrayNode row = shares.addArray();
                for (int j = 0; j < width; j++) {
                    double people = cells.path(j).path("people").asDouble();
                    if (people == 0) {
                        row.addNull();
                    } else {
                        row.add(people / size);
                    }
                }
            }
        }
        if (average) {
            ArrayNode row = shares.addArray();
            JsonNode pooled = result.at("/groups/0/average");
            for (int j = 0; j < width; j++) {
                double of = pooled.path(j).path("people").asDouble();
                double returned = pooled.path(j).path("returned").asDouble();
                if (of == 0 || returned == 0) {
                    row.addNull();
                } else {
                    row.add(returned / of);
                }
            }
        }
    }

    private static void cohorts(JsonNode expected, JsonNode rows, ObjectNode got) {
        ArrayNode sizes = JSON.arrayNode();
        ArrayNode matrix = JSON.arrayNode();
        ArrayNode incomplete = JSON.arrayNode();
        int width = expected.path("matrix").path(0).size();
        for (JsonNode cells : rows) {
            long size = cells.path(0).path("people").asLong();
            if (size > 0) {
                sizes.add(size);
                ArrayNode row = matrix.addArray();
                ArrayNode marks = incomplete.addArray();
                for (int j = 0; j < width; j++) {
                    row.add(cells.path(j).path("people"));
                    marks.add(cells.path(j).path("incomplete"));
                }
            }
        }
        if (expected.has("sizes")) {
            got.set("sizes", sizes);
        }
        if (expected.has("matrix")) {
            got.set("matrix", matrix);
            got.set(INCOMPLETE, incomplete);
        }
    }

    private static void people(
            JsonNode expected,
            ObjectNode question,
            CaseProject project,
            JsonNode rows,
            ObjectNode got)
            throws IOException, InterruptedException, NotOffered {
        if (!expected.has("people")) {
            return;
        }
        ObjectNode people = got.putObject("people");
        Map<String, ArrayNode> appearances = new TreeMap<>();
        for (String cohort : FunnelCases.fields(expected.get("people"))) {
            for (int column = 0; column < rows.path(0).size(); column++) {
                ObjectNode cell =
                        JSON.objectNode()
                                .put("cohort", Integer.parseInt(cohort))
                                .put("column", column);
                List<String> names = project.people("retention", question, cell);
                if (column == 0) {
                    people.set(cohort, FunnelCases.texts(names));
                }
                for (String name : names) {
                    appearances.computeIfAbsent(name, added -> JSON.arrayNode()).add(column);
                }
            }
        }
        if (expected.has("appearances_intervals")) {
            ObjectNode intervals = got.putObject("appearances_intervals");
            appearances.forEach(intervals::set);
        }
        if (expected.has("appearances")) {
            ObjectNode days = got.putObject("appearances");
            for (String name : FunnelCases.fields(expected.get("appearances"))) {
                ObjectNode of = days.putObject(name);
                for (String day : FunnelCases.fields(expected.get("appearances").get(name))) {
                    int column = Integer.parseInt(day.replace("day_", ""));
                    boolean there = false;
                    for (JsonNode one : appearances.getOrDefault(name, JSON.arrayNode())) {
                        there |= one.asInt() == column;
                    }
                    of.put(day, there ? 1 : 0);
                }
            }
        }
    }

    /// Asked as daily retention: the first condition is the cohort, the others are its later days.
    static JsonNode conditions(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode conditions = one.query().path("conditions");
        LocalDate first = LocalDate.parse(conditions.path(0).path("day").asText());
        LocalDate last = first;
        for (JsonNode condition : conditions) {
            LocalDate day = LocalDate.parse(condition.path("day").asText());
            if (day.isBefore(first)) {
                throw new NotOffered("a condition lies before the first one");
            }
            last = day.isAfter(last) ? day : last;
        }
        ObjectNode question = JSON.objectNode();
        question.putObject("start").put("any", true);
        question.putObject("returning").put("any", true);
        question.put("period", "day").put("cohort", "recurring");
        int days = (int) (last.toEpochDay() - first.toEpochDay()) + 1;
        question.putObject("columns").put("count", Math.max(2, days)).put("criterion", "on");
        question.putObject("range")
                .put("from", first.toString())
                .put("to", last.format(DateTimeFormatter.ISO_LOCAL_DATE));
        ObjectNode got = JSON.objectNode();
        ObjectNode persons = got.putObject("per_person");
        for (String name : FunnelCases.fields(one.expected().path("per_person"))) {
            ArrayNode none = persons.putArray(name);
            conditions.forEach(condition -> none.add(0));
        }
        ArrayNode sums = JSON.arrayNode();
        for (int i = 0; i < conditions.size(); i++) {
            LocalDate day = LocalDate.parse(conditions.path(i).path("day").asText());
            ObjectNode cell =
                    JSON.objectNode()
                            .put("cohort", 0)
                            .put("column", (int) (day.toEpochDay() - first.toEpochDay()));
            List<String> names = project.people("retention", question, cell);
            for (String name : names) {
                ((ArrayNode) persons.path(name)).set(i, 1);
            }
            sums.add(names.size());
        }
        if (one.expected().has("sums")) {
            got.set("sums", sums);
        }
        return got;
    }
}
