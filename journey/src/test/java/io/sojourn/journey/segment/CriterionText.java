package io.sojourn.journey.segment;

import io.sojourn.core.kit.Timelines;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Criteria in the words of the document, for examples and tests.
final class CriterionText {

    private static final Pattern TOKEN = Pattern.compile("[(),]|[^\\s(),{]+(\\{[^}]*\\})?");

    private final List<String> tokens = new ArrayList<>();
    private final long base;
    private final ToLongFunction<String> segments;
    private final ToLongFunction<String> people;
    private int at;

    CriterionText(
            String text,
            long base,
            ToLongFunction<String> segments,
            ToLongFunction<String> people) {
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        this.base = base;
        this.segments = segments;
        this.people = people;
    }

    Criterion read() {
        Criterion criterion = criterion();
        if (at < tokens.size()) {
            throw new IllegalArgumentException(
                    "not understood: " + tokens.subList(at, tokens.size()));
        }
        return criterion;
    }

    private Criterion criterion() {
        String word = next();
        return switch (word) {
            case "all" -> new Criterion.All(list());
            case "any" -> new Criterion.Any(list());
            case "not" -> new Criterion.Not(list().getFirst());
            case "member" -> new Criterion.Member(segments.applyAsLong(next()));
            case "listed" -> new Criterion.Listed(listed());
            case "did" -> did();
            case "first" ->
                    accept("did")
                            ? new Criterion.FirstDid(events(next()), timeframe())
                            : has(next(), Column.Scope.PERSON_FIRST);
            case "stopped" -> new Criterion.Stopped(events(next()), timeframe());
            case "restarted" -> restarted();
            case "regularly" -> regularly();
            case "sequence" -> sequence();
            default -> has(word, Column.Scope.PERSON);
        };
    }

    private List<Criterion> list() {
        expect("(");
        List<Criterion> list = new ArrayList<>();
        while (!accept(")")) {
            list.add(criterion());
            accept(",");
        }
        return list;
    }

    private PersonSet listed() {
        List<Long> numbers = new ArrayList<>();
        while (at < tokens.size() && !peek(")") && !peek(",")) {
            numbers.add(people.applyAsLong(next()));
        }
        return PersonSet.of(numbers.stream().mapToLong(Long::longValue).toArray());
    }

    private Criterion has(String key, Column.Scope scope) {
        Operator operator = Operator.of(next()).orElseThrow();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < operator.operands(); i++) {
            operands.add(next());
        }
        return new Criterion.Has(condition(new Column(scope, key), operator, operands));
    }

    private static PropertyCondition condition(
            Column column, Operator operator, List<String> operands) {
        return new PropertyCondition(
                column, new PropertyFilter("filter", column.key(), operator, operands));
    }

    private Criterion did() {
        EventFilter events = events(next());
        Measure measure = measure();
        Comparison comparison = comparison();
        return new Criterion.Did(events, measure, comparison, timeframe());
    }

    private Measure measure() {
        if (accept("count")) {
            return Measure.COUNT;
        } else if (accept("days")) {
            return Measure.DAYS;
        } else if (accept("visits")) {
            return Measure.VISITS;
        }
        for (Measure.Kind kind : Measure.Kind.values()) {
            if (kind.ofColumn() && accept(kind.name().toLowerCase(Locale.ROOT))) {
                return Measure.of(kind, new Column(Column.Scope.EVENT, next()));
            }
        }
        return Measure.COUNT;
    }

    private Comparison comparison() {
        Optional<Operator> operator =
                at < tokens.size() ? Operator.of(tokens.get(at)) : Optional.empty();
        if (operator.isEmpty() || operator.get() == Operator.IN) {
            return Comparison.AT_LEAST_ONCE;
        }
        at++;
        double value = Double.parseDouble(next());
        return operator.get() == Operator.BETWEEN
                ? new Comparison(Operator.BETWEEN, value, Double.parseDouble(next()))
                : Comparison.of(operator.get(), value);
    }

    private Timeframe timeframe() {
        if (accept("from")) {
            int from = number();
            expect("to");
            int to = number();
            Unit unit = unit();
            expect("ago");
            return new Timeframe.Ago(from, to, unit);
        } else if (!accept("in")) {
            return new Timeframe.AllTime();
        } else if (accept("last")) {
            return new Timeframe.Last(number(), unit());
        } else if (accept("first")) {
            return new Timeframe.SinceFirstSeen(number(), unit());
        }
        long from = base + Timelines.millis(next());
        expect("to");
        return new Timeframe.Between(new TimeRange(from, base + Timelines.millis(next())));
    }

    private Criterion restarted() {
        EventFilter events = events(next());
        expect("quiet");
        Timeframe quiet = new Timeframe.Last(number(), unit());
        expect("again");
        expect("in");
        return new Criterion.Restarted(events, quiet, new Timeframe.Last(number(), unit()));
    }

    private Criterion regularly() {
        EventFilter events = events(next());
        Comparison comparison = accept("count") ? comparison() : Comparison.AT_LEAST_ONCE;
        int atLeast = number();
        expect("of");
        int of = number();
        expect("periods");
        expect("of");
        int every = number();
        return new Criterion.Regularly(events, comparison, new Period(unit(), every), atLeast, of);
    }

    private Criterion sequence() {
        List<Criterion.Part> parts = new ArrayList<>();
        do {
            EventFilter events = events(next());
            OptionalLong within =
                    accept("within")
                            ? OptionalLong.of(Timelines.millis(next()))
                            : OptionalLong.empty();
            List<EventFilter> without = new ArrayList<>();
            while (accept("without")) {
                without.add(events(next()));
            }
            parts.add(new Criterion.Part(events, within, without));
        } while (accept(">"));
        return new Criterion.Sequence(parts, timeframe());
    }

    /// `buy`, `buy|signup`, `*`, `buy{price=10}`; a key after `visit.` is one of the visit.
    private static EventFilter events(String text) {
        List<EventFilter.Choice> choices = new ArrayList<>();
        for (String choice : text.split("\\|")) {
            int brace = choice.indexOf('{');
            String name = brace < 0 ? choice : choice.substring(0, brace);
            List<PropertyCondition> conditions = new ArrayList<>();
            if (brace >= 0) {
                for (String pair : choice.substring(brace + 1, choice.length() - 1).split(" ")) {
                    String[] sides = pair.split("=", 2);
                    Column column =
                            sides[0].startsWith("visit.")
                                    ? new Column(Column.Scope.VISIT, sides[0].substring(6))
                                    : new Column(Column.Scope.EVENT, sides[0]);
                    conditions.add(condition(column, Operator.EQUALS, List.of(sides[1])));
                }
            }
            choices.add(
                    new EventFilter.Choice(
                            name.equals("*") ? Optional.empty() : Optional.of(name), conditions));
        }
        return new EventFilter(choices);
    }

    private int number() {
        return Integer.parseInt(next());
    }

    private Unit unit() {
        return Unit.of(next()).orElseThrow();
    }

    private String next() {
        return tokens.get(at++);
    }

    private boolean peek(String word) {
        return at < tokens.size() && tokens.get(at).equals(word);
    }

    private boolean accept(String word) {
        if (peek(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw new IllegalArgumentException(
                    word + " expected in " + tokens + " at " + tokens.subList(at, tokens.size()));
        }
    }
}
