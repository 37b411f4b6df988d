package io.sojourn.server.sql;

import io.sojourn.core.event.Attribute;
import io.sojourn.server.sql.Wql.Condition;
import io.sojourn.server.sql.Wql.Expression;
import io.sojourn.server.sql.Wql.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Says a WQL statement as SQL over the views `events`, `people` and `visits`.
///
/// The rows are those of the statement's table, joined with the other tables that it names; each of `visitors()`,
/// `visits()` and `actions()` counts different ones among them. The first column of the answer, `~`, is what was grouped
/// by. Nothing of the statement but quoted texts and checked numbers gets into the SQL.
final class WqlSql {

    private static final Set<String> ATTRIBUTES =
            Arrays.stream(Attribute.values()).map(Attribute::key).collect(Collectors.toSet());

    /// Woopra's words for some of them.
    private static final Map<String, String> VISIT_WORDS =
            Map.of(
                    "referrertype", "referrer_type",
                    "referrerurl", "referrer",
                    "referrerquery", "terms",
                    "landingpage", "page");

    private static final Map<String, String> PATTERNS =
            Map.ofEntries(
                    Map.entry("yyyy", "%Y"),
                    Map.entry("yy", "%y"),
                    Map.entry("y", "%Y"),
                    Map.entry("MMMM", "%B"),
                    Map.entry("MMM", "%b"),
                    Map.entry("MM", "%m"),
                    Map.entry("M", "%-m"),
                    Map.entry("dd", "%d"),
                    Map.entry("d", "%-d"),
                    Map.entry("DDDD", "0%j"),
                    Map.entry("DDD", "%j"),
                    Map.entry("D", "%-j"),
                    Map.entry("EEEE", "%A"),
                    Map.entry("EEE", "%a"),
                    Map.entry("E", "%a"),
                    Map.entry("HH", "%H"),
                    Map.entry("H", "%-H"),
                    Map.entry("hh", "%I"),
                    Map.entry("h", "%-I"),
                    Map.entry("mm", "%M"),
                    Map.entry("m", "%-M"),
                    Map.entry("ss", "%S"),
                    Map.entry("s", "%-S"),
                    Map.entry("SSS", "%g"),
                    Map.entry("a", "%p"),
                    Map.entry("ww", "%V"),
                    Map.entry("w", "%V"),
                    Map.entry("u", "%u"));

    private final Wql wql;
    private final EnumSet<Table> joined;

    private WqlSql(Wql wql) {
        this.wql = wql;
        this.joined = EnumSet.of(wql.from());
        wql.items()
                .forEach(
                        item -> {
                            collect(item.expression());
                            item.having().ifPresent(this::collect);
                        });
        wql.groups().forEach(this::collect);
        wql.where().ifPresent(this::collect);
    }

    static String of(Wql wql) {
        return new WqlSql(wql).statement();
    }

    private String statement() {
        List<String> columns = new ArrayList<>();
        columns.add(group() + " AS \"~\"");
        for (Wql.Item item : wql.items()) {
            String filter =
                    item.having()
                            .map(condition -> " FILTER (WHERE " + sql(condition) + ")")
                            .orElse("");
            columns.add(item(item.expression(), filter) + " AS " + quotedName(item.name()));
        }
        StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", columns));
        sql.append(" FROM ").append(tables());
        wql.where().ifPresent(where -> sql.append(" WHERE ").append(sql(where)));
        if (!wql.groups().isEmpty()) {
            sql.append(" GROUP BY ")
                    .append(wql.groups().stream().map(this::sql).collect(Collectors.joining(", ")));
        }
        sql.append(" ORDER BY ").append(order());
        wql.limit().ifPresent(limit -> sql.append(" LIMIT ").append(limit));
        return sql.append(" OFFSET ").append(wql.offset()).toString();
    }

    private String group() {
        return wql.groups().isEmpty()
                ? "''"
                : wql.groups().stream()
                        .map(one -> "coalesce(" + sql(one) + ", '')")
                        .collect(Collectors.joining(" || ', ' || "));
    }

    /// Equal rows always come in the same order.
    private String order() {
        List<String> names = new ArrayList<>();
        for (Wql.Order order : wql.orders()) {
            boolean known = wql.items().stream().anyMatch(item -> item.name().equals(order.name()));
            if (!known && !order.name().equals("~")) {
                throw WqlParser.wrong("there is no column '" + order.name() + "' to order by");
            }
            names.add(quotedName(order.name()) + (order.descending() ? " DESC" : " ASC"));
        }
        names.add("\"~\"");
        return String.join(", ", names);
    }

    /// The statement's own table first; others only where they are named.
    private String tables() {
        return switch (wql.from()) {
            case VISITORS ->
                    "people AS p"
                            + join(Table.VISITS, "visits AS v ON v.person = p.person")
                            + join(
                                    Table.ACTIONS,
                                    joined.contains(Table.VISITS)
                                            ? "events AS e ON e.person = p.person"
                                                    + " AND (e.visit = v.visit OR v.visit IS NULL)"
                                            : "events AS e ON e.person = p.person");
            case VISITS ->
                    "visits AS v"
                            + join(Table.VISITORS, "people AS p ON p.person = v.person")
                            + join(Table.ACTIONS, "events AS e ON e.visit = v.visit");
            case ACTIONS ->
                    "events AS e"
                            + join(Table.VISITORS, "people AS p ON p.person = e.person")
                            + join(Table.VISITS, "visits AS v ON v.visit = e.visit");
        };
    }

    private String join(Table table, String on) {
        return joined.contains(table) ? " LEFT JOIN " + on : "";
    }

    private static String alias(Table table) {
        return switch (table) {
            case VISITORS -> "p";
            case VISITS -> "v";
            case ACTIONS -> "e";
        };
    }

    private void collect(Expression expression) {
        switch (expression) {
            case Wql.Count(Table of) -> {
                boolean byKey =
                        of == Table.VISITORS || (of == Table.VISITS && wql.from() == Table.ACTIONS);
                if (!byKey) {
                    joined.add(of);
                }
            }
            case Wql.Aggregate(String function, Expression of) -> collect(of);
            case Wql.Column(Table scope, String key) -> joined.add(scope);
            case Wql.Substring substring -> collect(substring.of());
            case Wql.DateFormat format -> collect(format.of());
        }
    }

    private void collect(Condition condition) {
        switch (condition) {
            case Wql.And(List<Condition> all) -> all.forEach(this::collect);
            case Wql.Or(List<Condition> any) -> any.forEach(this::collect);
            case Wql.Not(Condition of) -> collect(of);
            case Wql.Comparison comparison -> collect(comparison.left());
        }
    }

    /// What is neither counted nor grouped by is any of its values.
    private String item(Expression expression, String filter) {
        return switch (expression) {
            case Wql.Count(Table of) -> "count(DISTINCT " + key(of) + ")" + filter;
            case Wql.Aggregate(String function, Expression of) ->
                    function + "(TRY_CAST(" + sql(of) + " AS DOUBLE))" + filter;
            case Wql.Column column -> plain(column, filter);
            case Wql.Substring substring -> plain(substring, filter);
            case Wql.DateFormat format -> plain(format, filter);
        };
    }

    private String plain(Expression expression, String filter) {
        return wql.groups().contains(expression) && filter.isEmpty()
                ? sql(expression)
                : "min(" + sql(expression) + ")" + filter;
    }

    private String key(Table of) {
        return switch (of) {
            case VISITORS -> alias(wql.from()) + ".person";
            case VISITS -> wql.from() == Table.ACTIONS ? "e.visit" : "v.visit";
            case ACTIONS -> "e.event";
        };
    }

    /// As text.
    private String sql(Expression expression) {
        return switch (expression) {
            case Wql.Count count -> throw WqlParser.wrong("a count cannot be grouped or compared");
            case Wql.Aggregate aggregate ->
                    throw WqlParser.wrong(
                            "a " + aggregate.function() + " cannot be grouped or compared");
            case Wql.Column column -> column(column);
            case Wql.Substring(Expression of, int from, var to) ->
                    "substr("
                            + sql(of)
                            + ", "
                            + (from + 1)
                            + (to.isPresent() ? ", " + Math.max(0, to.getAsLong() - from) : "")
                            + ")";
            case Wql.DateFormat(Expression of, String pattern) ->
                    "strftime(" + time(of) + ", " + quoted(strftime(pattern)) + ")";
        };
    }

    private String column(Wql.Column column) {
        String table = alias(column.scope());
        String key = column.key();
        return switch (column.scope()) {
            case VISITORS -> json(table, key);
            case VISITS -> {
                String word = key.toLowerCase(Locale.ROOT);
                String name = VISIT_WORDS.getOrDefault(word, word);
                if (ATTRIBUTES.contains(name)) {
                    yield table + ".\"" + name + '"';
                }
                yield switch (name) {
                    case "time" -> "epoch_ms(v.started)::VARCHAR";
                    case "duration" -> "(epoch_ms(v.ended) - epoch_ms(v.started))::VARCHAR";
                    case "number" -> "v.number::VARCHAR";
                    default -> throw WqlParser.wrong("visits have no column '" + key + "'");
                };
            }
            case ACTIONS -> {
                if (key.equals("~n") || key.equals("name")) {
                    yield "e.name";
                }
                if (key.equals("time") || key.equals("~m")) {
                    yield "epoch_ms(e.\"time\")::VARCHAR";
                }
                yield ATTRIBUTES.contains(key)
                        ? "coalesce(" + json(table, key) + ", e.\"" + key + "\")"
                        : json(table, key);
            }
        };
    }

    private static String json(String table, String key) {
        String path = "$.\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return "json_extract_string(" + table + ".properties, " + quoted(path) + ")";
    }

    private static String time(Expression of) {
        return switch (of) {
            case Wql.Column(Table scope, String key)
                    when scope == Table.VISITS && key.equals("time") ->
                    "v.started";
            case Wql.Column(Table scope, String key)
                    when scope == Table.ACTIONS && (key.equals("time") || key.equals("~m")) ->
                    "e.\"time\"";
            default -> throw WqlParser.wrong("date_format takes visits.time or actions.time");
        };
    }

    /// Java's letters as those of strftime.
    private static String strftime(String pattern) {
        StringBuilder format = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char letter = pattern.charAt(i);
            int end = i + 1;
            if (Character.isLetter(letter)) {
                while (end < pattern.length() && pattern.charAt(end) == letter) {
                    end++;
                }
                String letters = pattern.substring(i, end);
                String known = PATTERNS.get(letters);
                if (known == null) {
                    throw WqlParser.wrong("date_format does not know '" + letters + "'");
                }
                format.append(known);
            } else {
                format.append(letter == '%' ? "%%" : String.valueOf(letter));
            }
            i = end;
        }
        return format.toString();
    }

    private String sql(Condition condition) {
        return switch (condition) {
            case Wql.And(List<Condition> all) -> joined(all, " AND ");
            case Wql.Or(List<Condition> any) -> joined(any, " OR ");
            case Wql.Not(Condition of) -> "NOT coalesce(" + sql(of) + ", false)";
            case Wql.Comparison(Expression left, String operator, String right) ->
                    comparison(sql(left), operator, right);
        };
    }

    private String joined(List<Condition> conditions, String word) {
        return conditions.stream().map(this::sql).collect(Collectors.joining(word, "(", ")"));
    }

    /// Texts are equal or not; everything else compares numbers.
    private static String comparison(String left, String operator, String right) {
        return switch (operator) {
            case "=" -> left + " = " + quoted(right);
            case "!=" -> "coalesce(" + left + " <> " + quoted(right) + ", true)";
            case "contains" -> "contains(lower(" + left + "), lower(" + quoted(right) + "))";
            default ->
                    "TRY_CAST("
                            + left
                            + " AS DOUBLE) "
                            + operator
                            + " TRY_CAST("
                            + quoted(right)
                            + " AS DOUBLE)";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String quotedName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
