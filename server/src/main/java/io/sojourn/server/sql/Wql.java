package io.sojourn.server.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A statement of Woopra's query language.
///
/// @param groups first columns of the answer, joined to one
/// @param where empty = everything
record Wql(
        Table from,
        List<Item> items,
        List<Expression> groups,
        Optional<Condition> where,
        List<Order> orders,
        OptionalLong limit,
        long offset) {

    /// Also the scope of a column.
    enum Table {
        VISITORS,
        VISITS,
        ACTIONS
    }

    /// @param having rows that the aggregates of the item look at, empty = all
    record Item(Expression expression, String name, Optional<Condition> having) {}

    /// @param name of an item, or the text of an expression
    record Order(String name, boolean descending) {}

    sealed interface Expression {}

    /// Number of different visitors, visits or actions.
    record Count(Table of) implements Expression {}

    /// `sum`, `min`, `max` or `avg` over numbers.
    record Aggregate(String function, Expression of) implements Expression {}

    /// @param key of a property; one that begins with `~` is internal
    record Column(Table scope, String key) implements Expression {}

    /// Characters from an index, counted from 0, to before another.
    record Substring(Expression of, int from, OptionalLong to) implements Expression {}

    /// A time by a Java pattern.
    record DateFormat(Expression of, String pattern) implements Expression {}

    sealed interface Condition {}

    record And(List<Condition> all) implements Condition {}

    record Or(List<Condition> any) implements Condition {}

    record Not(Condition of) implements Condition {}

    /// @param operator one of `=`, `!=`, `<`, `<=`, `>`, `>=`, `contains`
    record Comparison(Expression left, String operator, String right) implements Condition {}
}
