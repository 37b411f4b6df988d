package io.sojourn.store.embedded.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.sql.SqlQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Lets a text pass only as one SELECT in whose whole tree every node, table and function is on a list. The tree is the
/// one that the engine's own parser makes, so that there is nothing it could read otherwise.
final class SqlGuard {

    private static final String FIELD = "query";

    /// What a query can name as a table.
    static final Set<String> VIEWS = Set.of("events", "people", "visits");

    /// Names of common table expressions: such that can neither be a file's nor a stored table's.
    private static final Pattern CTE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /// Tables beside those that the catalog of the connection tells of: such as are made after the check.
    private static final Set<String> MADE_LATER =
            Set.of("person_of", "stored_people", "visit_span", "answer");

    /// What a name outside a WITH would find instead of the common table: the engine's own views too, which tell of
    /// paths and settings.
    private static final String CATALOG =
            """
            SELECT table_name FROM duckdb_tables()
            UNION SELECT view_name FROM duckdb_views() WHERE schema_name <> 'information_schema'""";

    /// Planning cannot be interrupted: joins, parts of a column's name, and times that `*` can multiply columns.
    private static final int JOINS_MAX = 100;

    private static final int PARTS_MAX = 20;
    private static final int STARS_MAX = 256;

    private static final Set<String> EXPRESSIONS =
            Set.of(
                    "BETWEEN",
                    "CASE",
                    "CAST",
                    "COLLATE",
                    "COLUMN_REF",
                    "COMPARISON",
                    "CONJUNCTION",
                    "CONSTANT",
                    "FUNCTION",
                    "LAMBDA",
                    "LAMBDA_REF",
                    "OPERATOR",
                    "POSITIONAL_REFERENCE",
                    "STAR",
                    "SUBQUERY",
                    "TYPE",
                    "WINDOW");

    private static final Set<String> NODES =
            Set.of(
                    "SELECT_NODE",
                    "SET_OPERATION_NODE",
                    "RECURSIVE_CTE_NODE",
                    "CTE_NODE",
                    "BASE_TABLE",
                    "EMPTY",
                    "EXPRESSION_LIST",
                    "JOIN",
                    "SUBQUERY",
                    "TABLE_FUNCTION",
                    "DISTINCT_MODIFIER",
                    "LIMIT_MODIFIER",
                    "LIMIT_PERCENT_MODIFIER",
                    "ORDER_MODIFIER",
                    "ORDER_DEFAULT",
                    "ASCENDING",
                    "DESCENDING");

    private static final Set<String> TABLE_FUNCTIONS = Set.of("unnest", "range", "generate_series");

    private static final Set<String> FUNCTIONS = functions();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> commonTables = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private boolean namesVisit;
    private int joins;

    private SqlGuard() {}

    private static Set<String> functions() {
        try (InputStream in = SqlGuard.class.getResourceAsStream("functions.txt")) {
            if (in == null) {
                throw new IllegalStateException("no list of functions");
            }
            Set<String> names = new HashSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.addAll(Set.of(line.strip().split("\\s+"))));
            names.remove("");
            return Set.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a query reads.
    ///
    /// @param sql the query as the tree that was checked says it
    /// @param visitOfEvents whether it names the column `visit`, which costs a cut of everybody's visits
    record Used(String sql, Set<String> views, boolean visitOfEvents) {
        Used {
            views = Set.copyOf(views);
        }

        boolean visits() {
            return views.contains("visits") || (views.contains("events") && visitOfEvents);
        }
    }

    /// @throws ProblemException where it does not pass
    static Used check(Connection connection, String text) throws SQLException {
        if (text.length() > SqlQuery.CHARS_MAX) {
            throw refused("the query is longer than " + SqlQuery.CHARS_MAX + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw refused("the query contains a NUL character");
        }
        String serialized = serialized(connection, text);
        passed(connection, serialized);
        // The text that runs is written from the tree: were it written wrongly, it would say
        // something else.
        String sql = text(connection, "SELECT json_deserialize_sql(?::JSON)", serialized);
        SqlGuard guard = passed(connection, serialized(connection, sql));
        return new Used(sql, guard.used, guard.namesVisit);
    }

    private static String serialized(Connection connection, String text) throws SQLException {
        return text(
                connection,
                "SELECT json_serialize_sql(?, skip_null := true, skip_empty := true)",
                text);
    }

    private static SqlGuard passed(Connection connection, String serialized) throws SQLException {
        JsonNode statement = tree(serialized).path("statements").path(0);
        SqlGuard guard = new SqlGuard();
        guard.collectCommonTables(statement);
        guard.checkCommonTables(connection);
        guard.walk(statement);
        if (columnsTimes(statement) > STARS_MAX) {
            throw refused("* stands for too many columns: name those that are needed");
        }
        return guard;
    }

    private static String text(Connection connection, String sql, String argument)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static JsonNode tree(String serialized) {
        JsonNode tree;
        try {
            tree = JSON.readTree(serialized);
        } catch (JsonProcessingException e) {
            throw refused("the query is nested too deeply");
        }
        if (tree.path("error").asBoolean()) {
            String message = tree.path("error_message").asText();
            throw refused(message.startsWith("Only SELECT") ? "only SELECT is answered" : message);
        }
        int statements = tree.path("statements").size();
        if (statements != 1) {
            throw refused("exactly one SELECT is answered, got " + statements + " statements");
        }
        return tree;
    }

    private void collectCommonTables(JsonNode node) {
        for (JsonNode entry : node.path("cte_map").path("map")) {
            commonTable(entry.path("key").asText());
        }
        if (node.has("cte_name")) {
            commonTable(node.get("cte_name").asText());
        }
        node.forEach(this::collectCommonTables);
    }

    private void commonTable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!CTE_NAME.matcher(name).matches()
                || MADE_LATER.contains(lower)
                || VIEWS.contains(lower)) {
            throw unnameable(name);
        }
        commonTables.add(lower);
    }

    private static ProblemException unnameable(String name) {
        return refused("WITH cannot name a table '" + name + "'");
    }

    private void checkCommonTables(Connection connection) throws SQLException {
        if (commonTables.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(CATALOG);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String name = row.getString(1).toLowerCase(Locale.ROOT);
                if (commonTables.contains(name)) {
                    throw unnameable(name);
                }
            }
        }
    }

    /// How many times the columns of a table can come, at most [#STARS_MAX] + 1: each `*` brings those of all joined
    /// tables, also of such that are made of `*` themselves. Common tables count as if each read all before it.
    private static long columnsTimes(JsonNode node) {
        boolean union = node.path("type").asText("").equals("SET_OPERATION_NODE");
        long most = 1;
        if (union) {
            for (JsonNode child : node.path("children")) {
                most = Math.max(most, columnsTimes(child));
            }
        }
        long stars = stars(node.path("select_list"));
        long times = stars == 0 ? most : most * stars * tables(node.path("from_table"));
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            if (!union || !child.getKey().equals("children")) {
                times = Math.min(STARS_MAX + 1, times * columnsTimes(child.getValue()));
            }
        }
        if (node.isArray()) {
            for (JsonNode child : node) {
                times = Math.min(STARS_MAX + 1, times * columnsTimes(child));
            }
        }
        return Math.min(STARS_MAX + 1, times);
    }

    private static long stars(JsonNode node) {
        long stars = node.path("class").asText("").equals("STAR") ? 1 : 0;
        for (JsonNode child : node) {
            stars += child.path("class").asText("").equals("SUBQUERY") ? 0 : stars(child);
        }
        return stars;
    }

    private static long tables(JsonNode from) {
        return from.path("type").asText("").equals("JOIN")
                ? tables(from.path("left")) + tables(from.path("right"))
                : 1;
    }

    private void walk(JsonNode node) {
        if (node.path("type").asText("").equals("TABLE_FUNCTION")) {
            // Named in FROM, some make rows one by one that would make one huge list elsewhere.
            checkTableFunction(node.path("function"));
            for (Map.Entry<String, JsonNode> child : node.properties()) {
                if (child.getKey().equals("function")) {
                    child.getValue().forEach(this::walk);
                } else {
                    walk(child.getValue());
                }
            }
            return;
        }
        if (node.isObject()) {
            check(node);
        }
        node.forEach(this::walk);
    }

    private static void checkTableFunction(JsonNode function) {
        String name = function.path("function_name").asText();
        if (isQualified(function) || !TABLE_FUNCTIONS.contains(name)) {
            throw refused("the function " + name + " is not answered in FROM");
        }
    }

    private void check(JsonNode node) {
        for (JsonNode column : node.path("using_columns")) {
            namesVisit |= column.asText().equalsIgnoreCase("visit");
        }
        if (node.path("materialized").asText("").equals("CTE_MATERIALIZE_NEVER")) {
            throw refused("NOT MATERIALIZED is not answered");
        }
        String type = node.path("type").asText("");
        if (node.has("class")) {
            checkExpression(node, node.get("class").asText());
        } else if (node.has("type") && node.get("type").isTextual()) {
            if (!NODES.contains(type)) {
                throw refused("not answered here: " + words(type));
            }
            if (type.equals("BASE_TABLE")) {
                checkTable(node);
            } else if (type.equals("JOIN") && ++joins > JOINS_MAX) {
                throw refused("more than " + JOINS_MAX + " joins");
            }
        }
    }

    private void checkExpression(JsonNode node, String kind) {
        if (!EXPRESSIONS.contains(kind)) {
            throw refused("not answered here: " + words(kind));
        }
        JsonNode names = node.path("column_names");
        if (names.size() > PARTS_MAX) {
            throw refused("the name of a column has more than " + PARTS_MAX + " parts");
        }
        namesVisit |=
                kind.equals("COLUMN_REF")
                        && names.path(names.size() - 1).asText().equalsIgnoreCase("visit");
        if (kind.equals("FUNCTION") || kind.equals("WINDOW")) {
            String name = node.path("function_name").asText().toLowerCase(Locale.ROOT);
            if (isQualified(node) || !FUNCTIONS.contains(name)) {
                throw refused("the function " + name + " is not answered");
            }
        }
    }

    private static boolean isQualified(JsonNode function) {
        return function.path("qualified_name").path("path").size() > 1
                || function.has("schema")
                || function.has("catalog");
    }

    private void checkTable(JsonNode node) {
        String name = node.path("table_name").asText();
        String lower = name.toLowerCase(Locale.ROOT);
        boolean qualified =
                node.path("qualified_name").path("path").size() != 1
                        || node.has("schema_name")
                        || node.has("catalog_name");
        if (qualified || node.has("at_clause")) {
            throw refused(
                    "there is no table "
                            + node.path("qualified_name").path("path")
                            + ": ask events, people or visits");
        }
        if (commonTables.contains(lower)) {
            return;
        }
        if (!VIEWS.contains(lower)) {
            throw refused("there is no table '" + name + "': ask events, people or visits");
        }
        used.add(lower);
    }

    private static String words(String type) {
        return type.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static ProblemException refused(String message) {
        return new ProblemException(Problem.invalid(FIELD, message));
    }
}
