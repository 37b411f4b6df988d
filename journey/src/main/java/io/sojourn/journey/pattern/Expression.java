package io.sojourn.journey.pattern;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.List;

/// The text of a pattern and what it says.
///
/// ```
/// expression  element (link element)*
/// link        ->   the very next event
///             -[t <= 2s]->   a later event, others between allowed; t = time since the event matched before
///             -[t > 1m, t < 1h]->   several limits
/// element     A   .   [A|B]   [^A|B]   one event; . any one; [^...] one that meets none of these
///             and behind it * any number of them, + at least one, ? none or one
/// ```
///
/// Limits are `<`, `<=`, `>`, `>=` or `==` and a duration (`500ms`, `2s`, `1h30m`; a bare number is seconds). Names with
/// blanks or other signs stand in double quotes. An expression begins and ends with one event, and limits lead to one.
public record Expression(String text, List<Element> elements) {

    public static final int ELEMENTS_MAX = 64;

    public Expression {
        elements = List.copyOf(elements);
    }

    /// @param field path of the text, for problems
    /// @param names of the conditions, in order
    /// @throws ProblemException where the text is no expression or names something else
    public static Expression parse(String field, String text, List<String> names) {
        List<Element> elements = new ExpressionReader(field, text, names).read();
        if (elements.size() > ELEMENTS_MAX) {
            throw new ProblemException(
                    Problem.invalid(field, "a pattern has at most " + ELEMENTS_MAX + " parts"));
        }
        return new Expression(text, elements);
    }

    /// Elements that take one event.
    public List<Element> singles() {
        return elements.stream().filter(one -> one.count() == Element.Count.ONE).toList();
    }
}
