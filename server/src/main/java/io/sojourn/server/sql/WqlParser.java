package io.sojourn.server.sql;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.sql.Wql.Condition;
import io.sojourn.server.sql.Wql.Expression;
import io.sojourn.server.sql.Wql.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Reads WQL as Woopra's documentation and its JDBC driver write it: clauses after `from` in any order, values with or
/// without quotes.
final class WqlParser {

    private static final Set<String> CLAUSES =
            Set.of(
                    "from", "group", "where", "order", "limit", "offset", "having", "as", "and",
                    "or", "by");
    private static final Set<String> AGGREGATES = Set.of("sum", "min", "max", "avg");
    private static final Set<String> OPERATORS =
            Set.of("=", "!=", "<>", "<", "<=", ">", ">=", "contains");

    /// Nesting of parentheses and functions.
    private static final int DEPTH_MAX = 50;

    private final List<Token> tokens;
    private int next;
    private int depth;

    /// @param quoted a value in quotes, never a keyword
    /// @param at where it begins in the text
    private record Token(String text, boolean quoted, int at) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private WqlParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// @throws ProblemException for what is no WQL
    static Wql parse(String text) {
        return new WqlParser(tokens(text)).statement();
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                if (end < 0) {
                    throw wrong("the quote at character " + (i + 1) + " is not closed");
                }
                tokens.add(new Token(text.substring(i + 1, end), true, i));
                i = end + 1;
            } else if (isSign(c)) {
                int length = i + 1 < text.length() && isPair(text, i) ? 2 : 1;
                tokens.add(new Token(text.substring(i, i + length), false, i));
                i += length;
            } else {
                int begin = i;
                while (i < text.length() && !isSign(text.charAt(i)) && !isSpace(text.charAt(i))) {
                    i++;
                }
                tokens.add(new Token(text.substring(begin, i), false, begin));
            }
        }
        return tokens;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || c == '\'' || c == '"';
    }

    private static boolean isSign(char c) {
        return "(),=<>!;".indexOf(c) >= 0;
    }

    private static boolean isPair(String text, int i) {
        String two = text.substring(i, i + 2);
        return two.equals("<=") || two.equals(">=") || two.equals("<>") || two.equals("!=");
    }

    private Wql statement() {
        take("select");
        List<Wql.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (skip(","));
        take("from");
        Table from = table(word("a table"));
        List<Expression> groups = new ArrayList<>();
        Optional<Condition> where = Optional.empty();
        List<Wql.Order> orders = new ArrayList<>();
        OptionalLong limit = OptionalLong.empty();
        long offset = 0;
        while (next < tokens.size()) {
            if (skip("group")) {
                take("by");
                do {
                    groups.add(expression());
                } while (skip(","));
            } else if (skip("where")) {
                where = Optional.of(condition());
            } else if (skip("order")) {
                take("by");
                do {
                    orders.add(order());
                } while (skip(","));
            } else if (skip("limit")) {
                limit = OptionalLong.of(number());
            } else if (skip("offset")) {
                offset = number();
            } else if (!skip(";") || next < tokens.size()) {
                throw wrong(
                        "unexpected '" + tokens.get(Math.min(next, tokens.size() - 1)).text + "'");
            }
        }
        return new Wql(from, items, groups, where, orders, limit, offset);
    }

    private Wql.Item item() {
        int begin = next;
        Expression expression = expression();
        String name = textSince(begin);
        Optional<Condition> having = Optional.empty();
        if (skip("as")) {
            name = word("a name");
        }
        if (skip("having")) {
            having = Optional.of(condition());
        }
        return new Wql.Item(expression, name, having);
    }

    private Wql.Order order() {
        int begin = next;
        String name = word("a column");
        if (isNext("(")) {
            next = begin;
            expression();
            name = textSince(begin);
        }
        boolean descending = skip("desc");
        if (!descending) {
            skip("asc");
        }
        return new Wql.Order(name, descending);
    }

    private Expression expression() {
        deeper();
        String name = word("a column");
        Expression expression = isNext("(") ? call(name) : column(name);
        depth--;
        return expression;
    }

    private Expression call(String name) {
        take("(");
        String lower = name.toLowerCase(Locale.ROOT);
        Expression called;
        if (lower.equals("visitors") || lower.equals("visits") || lower.equals("actions")) {
            called = new Wql.Count(table(lower));
        } else if (lower.equals("substring")) {
            Expression of = expression();
            take(",");
            int from = Math.toIntExact(number());
            OptionalLong to = skip(",") ? OptionalLong.of(number()) : OptionalLong.empty();
            called = new Wql.Substring(of, from, to);
        } else if (lower.equals("date_format")) {
            Expression of = expression();
            take(",");
            called = new Wql.DateFormat(of, value());
        } else if (AGGREGATES.contains(lower)) {
            called = new Wql.Aggregate(lower, expression());
        } else {
            throw wrong("there is no function " + name);
        }
        take(")");
        return called;
    }

    private static Expression column(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw wrong("a column is visitors.KEY, visits.KEY or actions.KEY, got '" + name + "'");
        }
        return new Wql.Column(table(name.substring(0, dot)), name.substring(dot + 1));
    }

    private static Table table(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "visitors" -> Table.VISITORS;
            case "visits" -> Table.VISITS;
            case "actions" -> Table.ACTIONS;
            default ->
                    throw wrong("the tables are visitors, visits and actions, got '" + name + "'");
        };
    }

    private Condition condition() {
        deeper();
        List<Condition> any = new ArrayList<>();
        do {
            List<Condition> all = new ArrayList<>();
            do {
                all.add(part());
            } while (skip("and"));
            any.add(all.size() == 1 ? all.getFirst() : new Wql.And(all));
        } while (skip("or"));
        depth--;
        return any.size() == 1 ? any.getFirst() : new Wql.Or(any);
    }

    private Condition part() {
        if (skip("not")) {
            deeper();
            Condition of = part();
            depth--;
            return new Wql.Not(of);
        }
        if (skip("(")) {
            Condition inner = condition();
            take(")");
            return inner;
        }
        Expression left = expression();
        String operator =
                next < tokens.size() ? tokens.get(next++).text.toLowerCase(Locale.ROOT) : "";
        if (!OPERATORS.contains(operator)) {
            throw wrong("a comparison is one of = != < <= > >= contains, got '" + operator + "'");
        }
        return new Wql.Comparison(left, operator.equals("<>") ? "!=" : operator, value());
    }

    /// In quotes, or as it stands up to the next clause.
    private String value() {
        if (next >= tokens.size()) {
            throw wrong("a value is missing at the end");
        }
        Token token = tokens.get(next++);
        if (!token.quoted && (isSign(token.text.charAt(0)) || CLAUSES.contains(token.text))) {
            throw wrong("a value is missing before '" + token.text + "'");
        }
        return token.text;
    }

    private void deeper() {
        if (++depth > DEPTH_MAX) {
            throw wrong("nested more than " + DEPTH_MAX + " deep");
        }
    }

    private String word(String what) {
        if (next >= tokens.size()) {
            throw wrong(what + " is missing at the end");
        }
        Token token = tokens.get(next++);
        if (!token.quoted && isSign(token.text.charAt(0))) {
            throw wrong(what + " is missing before '" + token.text + "'");
        }
        return token.text;
    }

    private long number() {
        String text = word("a number");
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong("a whole number is wanted, got '" + text + "'");
        }
        throw wrong("a number from 0 to " + Integer.MAX_VALUE + " is wanted, got " + text);
    }

    /// The tokens of an expression, as a name for it.
    private String textSince(int begin) {
        StringBuilder text = new StringBuilder();
        for (int i = begin; i < next; i++) {
            text.append(tokens.get(i).text);
        }
        return text.toString();
    }

    private boolean isNext(String word) {
        return next < tokens.size() && tokens.get(next).is(word);
    }

    private boolean skip(String word) {
        if (isNext(word)) {
            next++;
            return true;
        }
        return false;
    }

    private void take(String word) {
        if (!skip(word)) {
            String found = next < tokens.size() ? "'" + tokens.get(next).text + "'" : "the end";
            throw wrong("'" + word + "' is wanted, got " + found);
        }
    }

    static ProblemException wrong(String message) {
        return new ProblemException(Problem.invalid("query", message));
    }
}
