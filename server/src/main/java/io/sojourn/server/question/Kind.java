package io.sojourn.server.question;

import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.scan.PersonSet;
import java.util.Optional;
import java.util.function.BiFunction;

/// A kind of question: how its definition is read, how it is answered, and whom its numbers count.
///
/// @param name in the path
/// @param table the answer as rows
/// @param comparison of the answers for two groups, where there is more to say than both
/// @param <Q> definition
/// @param <R> result, a record
/// @param <C> cell: a number of people in a result
record Kind<Q, R extends Record, C>(
        String name,
        BiFunction<Place, PartReader, Optional<Q>> read,
        BiFunction<Q, Asked, R> answer,
        BiFunction<Q, R, Table> table,
        Optional<Comparing<Q, R>> comparison,
        BiFunction<Place, PartReader, C> cell,
        Opening<Q, C> people) {

    /// Whom a number counts.
    @FunctionalInterface
    interface Opening<Q, C> {
        PersonSet of(Q question, C cell, Asked asked);
    }

    /// One of two groups that a question is asked about.
    record Side<R>(Asked asked, R result) {}

    /// How the answers for two groups differ.
    @FunctionalInterface
    interface Comparing<Q, R> {
        Object of(Q question, Side<R> first, Side<R> second);
    }
}
