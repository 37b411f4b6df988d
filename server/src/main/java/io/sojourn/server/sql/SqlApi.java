package io.sojourn.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.api.Projects;
import io.sojourn.server.export.Csv;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.sql.SqlColumn;
import io.sojourn.store.sql.SqlOutcome;
import io.sojourn.store.sql.SqlQuery;
import io.sojourn.store.sql.SqlRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// SQL and WQL over one project, for analysts and up. Sensitive properties are in no view, whoever asks.
public final class SqlApi {

    private static final int ROWS_MAX = 100_000;
    private static final int ROWS_USUAL = 10_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(60);

    /// Longest answer, in characters.
    static final int CHARS_MAX = 64 << 20;

    private final Projects projects;

    public SqlApi(Projects projects) {
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/v1/sql", Access.named(Role.ANALYST), this::sql));
    }

    private Reply sql(Call call) {
        JsonNode body = call.json();
        Catalog.Project project =
                projects.byName(
                        call.caller(), Role.ANALYST, "project", body.path("project").asText(""));
        String text = body.path("query").asText("");
        if (text.isBlank()) {
            throw new ProblemException(
                    new Problem(Code.MISSING_FIELD, "query", "a SELECT is wanted"));
        }
        int limit = Math.clamp(body.path("limit").asLong(ROWS_USUAL), 1, ROWS_MAX);
        boolean csv = call.header("accept").orElse("").contains("text/csv");
        try (OpenStores.Lease lease = projects.open(project.id())) {
            ProjectStores stores = lease.stores();
            if (csv) {
                CsvRows rows = new CsvRows();
                SqlOutcome outcome = run(stores, text, limit, rows);
                return new Reply.Whole(
                        200,
                        Csv.CONTENT_TYPE,
                        Map.of("X-Sojourn-Truncated", Boolean.toString(outcome.cut())),
                        rows.text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            JsonRows rows = new JsonRows();
            return Reply.json(rows.answer(run(stores, text, limit, rows)));
        }
    }

    private static SqlOutcome run(ProjectStores stores, String text, int limit, SqlRows rows) {
        return stores.sql()
                .run(
                        new SqlQuery(
                                text,
                                stores.people().settings().zone(),
                                stores.people().sensitive(),
                                TIME_MAX,
                                limit),
                        rows);
    }

    /// The answer to a WQL statement in Woopra's text format.
    public static String wql(ProjectStores stores, String statement) {
        WqlText rows = new WqlText();
        SqlOutcome outcome = run(stores, WqlSql.of(WqlParser.parse(statement)), ROWS_MAX, rows);
        if (outcome.cut()) {
            throw new ProblemException(
                    Code.QUESTION_TOO_LARGE,
                    "more than " + ROWS_MAX + " rows: group, filter or limit the query");
        }
        return rows.toString();
    }

    static ProblemException tooLong() {
        return new ProblemException(
                Code.QUESTION_TOO_LARGE,
                "the answer is longer than "
                        + (CHARS_MAX >> 20)
                        + " MB: group, filter or limit the query");
    }

    private static final class JsonRows implements SqlRows {
        private final ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        private long chars;

        @Override
        public void columns(List<SqlColumn> all) {
            for (SqlColumn column : all) {
                columns.addObject().put("name", column.name()).put("type", column.type());
            }
        }

        @Override
        public void row(List<JsonNode> values) {
            for (JsonNode value : values) {
                chars += value.isTextual() ? value.textValue().length() : 8;
            }
            if (chars > CHARS_MAX) {
                throw tooLong();
            }
            rows.addArray().addAll(values);
        }

        ObjectNode answer(SqlOutcome outcome) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set("columns", columns);
            answer.set("rows", rows);
            return answer.put("truncated", outcome.cut());
        }
    }

    private static final class CsvRows implements SqlRows {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void columns(List<SqlColumn> all) {
            Csv.row(text, all.stream().map(SqlColumn::name).toList());
        }

        @Override
        public void row(List<JsonNode> values) {
            Csv.row(text, values.stream().map(value -> value.asText("")).toList());
            if (text.length() > CHARS_MAX) {
                throw tooLong();
            }
        }
    }
}
