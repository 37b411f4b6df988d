package io.sojourn.server.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.api.Filters;
import io.sojourn.server.http.Call;
import io.sojourn.store.embedded.table.ParquetTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What an export was asked for: query parameters, or the same names as fields of a JSON body, which count first.
///
/// @param from Unix milliseconds, inclusive
/// @param to exclusive
/// @param filters over people
/// @param events names of events, empty = all
/// @param columns names, empty = the usual ones
/// @param segment number of a stored one that people have to belong to
record ExportRequest(
        Format format,
        long from,
        long to,
        Filters filters,
        Set<String> events,
        List<String> columns,
        boolean bots,
        OptionalLong segment) {

    static final int COLUMNS_MAX = 1_000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> FIELDS =
            Set.of("format", "from", "to", "filter", "events", "columns", "bots", "segment");

    /// @throws ProblemException with every problem
    static ExportRequest of(Call call) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        call.query().forEach(fields::put);
        if (call.body().length > 0) {
            if (!(call.json() instanceof ObjectNode body)) {
                throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
            }
            fields.setAll(body);
        }
        return new Reader(fields).read();
    }

    /// Collects what is wrong.
    private static final class Reader {
        private final ObjectNode fields;
        private final List<Problem> problems = new ArrayList<>();

        Reader(ObjectNode fields) {
            this.fields = fields;
        }

        ExportRequest read() {
            fields.fieldNames()
                    .forEachRemaining(
                            name -> {
                                if (!FIELDS.contains(name)) {
                                    invalid(name, "there is no such parameter");
                                }
                            });
            Format format = Format.of(fields.path("format").asText("ndjson")).orElse(Format.NDJSON);
            if (!format.word().equals(fields.path("format").asText("ndjson"))) {
                invalid("format", "takes ndjson, csv or parquet");
            }
            long from = time("from", Long.MIN_VALUE);
            long to = time("to", Long.MAX_VALUE);
            Filters filters = filters();
            Set<String> events = new LinkedHashSet<>(names("events"));
            List<String> columns = names("columns");
            if (Set.copyOf(columns).size() < columns.size() || columns.size() > COLUMNS_MAX) {
                invalid("columns", "takes up to " + COLUMNS_MAX + " names, each once");
            } else if (format == Format.PARQUET) {
                ParquetTable.flaw(columns).ifPresent(flaw -> invalid("columns", flaw));
            }
            boolean bots =
                    switch (fields.path("bots").asText("false")) {
                        case "true", "1", "" -> true;
                        case "false", "0" -> false;
                        default -> {
                            invalid("bots", "takes true or false");
                            yield false;
                        }
                    };
            OptionalLong segment = segment();
            if (!problems.isEmpty()) {
                throw new ProblemException(problems);
            }
            return new ExportRequest(format, from, to, filters, events, columns, bots, segment);
        }

        private void invalid(String field, String message) {
            problems.add(Problem.invalid(field, message));
        }

        private long time(String name, long otherwise) {
            JsonNode node = fields.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return otherwise;
            }
            try {
                return Long.parseLong(node.asText().strip());
            } catch (NumberFormatException e) {
                invalid(name, "takes Unix milliseconds, got " + node.asText());
                return otherwise;
            }
        }

        private OptionalLong segment() {
            JsonNode node = fields.path("segment");
            if (node.isMissingNode() || node.isNull()) {
                return OptionalLong.empty();
            }
            try {
                return OptionalLong.of(Long.parseLong(node.asText().strip()));
            } catch (NumberFormatException e) {
                invalid("segment", "takes the number of a segment, got " + node.asText());
                return OptionalLong.empty();
            }
        }

        /// Names in an array, in a text with one, or separated by commas.
        private List<String> names(String field) {
            JsonNode node = array(field);
            List<String> names = new ArrayList<>();
            if (node.isTextual() && !node.asText().isBlank()) {
                for (String name : node.asText().split(",", -1)) {
                    names.add(name.strip());
                }
            } else {
                node.forEach(name -> names.add(name.asText()));
            }
            if (names.contains("")) {
                invalid(field, "has an empty name");
            }
            return names;
        }

        private Filters filters() {
            JsonNode node = array("filter");
            if (node.isTextual()) {
                invalid("filter", "must be an array of filters");
                return Filters.NONE;
            }
            try {
                return Filters.list(node, "filter");
            } catch (ProblemException e) {
                problems.addAll(e.problems());
                return Filters.NONE;
            }
        }

        private JsonNode array(String field) {
            JsonNode node = fields.path(field);
            if (node.isNull() || node.isMissingNode()) {
                return JsonNodeFactory.instance.arrayNode();
            }
            if (!node.isTextual()) {
                if (!node.isArray()) {
                    invalid(field, "must be an array");
                    return JsonNodeFactory.instance.arrayNode();
                }
                return node;
            }
            if (!node.asText().strip().startsWith("[")) {
                return node;
            }
            try {
                JsonNode parsed = JSON.readTree(node.asText());
                return parsed instanceof ArrayNode list ? list : node;
            } catch (JsonProcessingException e) {
                invalid(field, "is no JSON: " + e.getOriginalMessage());
                return JsonNodeFactory.instance.arrayNode();
            }
        }
    }
}
