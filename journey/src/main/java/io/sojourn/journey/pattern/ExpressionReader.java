package io.sojourn.journey.pattern;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.pattern.Element.Count;
import io.sojourn.journey.pattern.Element.Gap;
import java.util.ArrayList;
import java.util.List;

/// Reads the text of one expression from left to right.
final class ExpressionReader {

    private static final long SECOND = 1_000;

    private final String field;
    private final String text;
    private final List<String> names;
    private int at;

    ExpressionReader(String field, String text, List<String> names) {
        this.field = field;
        this.text = text;
        this.names = names;
    }

    List<Element> read() {
        List<Element> elements = new ArrayList<>();
        elements.add(element(Gap.NEXT));
        while (!atEnd()) {
            Gap gap = link();
            Element element = element(gap);
            if (!gap.next() && element.count() != Count.ONE) {
                throw wrong("a limit of time leads to one event");
            }
            elements.add(element);
        }
        if (elements.getFirst().count() != Count.ONE || elements.getLast().count() != Count.ONE) {
            throw wrong("a pattern begins and ends with one event");
        }
        return elements;
    }

    private Element element(Gap gap) {
        blanks();
        long conditions = 0;
        boolean negated = false;
        if (take("[")) {
            negated = take("^");
            do {
                blanks();
                conditions |= condition();
                blanks();
            } while (take("|"));
            expect("]");
        } else if (text.startsWith(".", at) && !isName(at + 1)) {
            at++;
            negated = true;
        } else {
            conditions = condition();
        }
        return new Element(conditions, negated, count(), gap);
    }

    private Count count() {
        return take("*")
                ? Count.ANY
                : take("+") ? Count.SOME : take("?") ? Count.OPTIONAL : Count.ONE;
    }

    private Gap link() {
        if (take("->")) {
            return Gap.NEXT;
        }
        if (!take("-[")) {
            throw wrong("'->' or '-[t ...]->' expected");
        }
        long min = 0;
        long max = Long.MAX_VALUE;
        do {
            blanks();
            expect("t");
            blanks();
            String operator = operator();
            blanks();
            long millis = duration();
            switch (operator) {
                case "<" -> max = Math.min(max, millis - 1);
                case "<=" -> max = Math.min(max, millis);
                case ">" -> min = Math.max(min, millis + 1);
                case ">=" -> min = Math.max(min, millis);
                default -> {
                    min = Math.max(min, millis);
                    max = Math.min(max, millis);
                }
            }
            blanks();
        } while (take(","));
        expect("]->");
        if (min > max) {
            throw wrong("no time is within these limits");
        }
        return new Gap(false, min, max);
    }

    private String operator() {
        for (String operator : List.of("<=", ">=", "==", "<", ">", "=")) {
            if (take(operator)) {
                return operator;
            }
        }
        throw wrong("one of < <= > >= == expected");
    }

    private long duration() {
        long millis = 0;
        int begin = at;
        while (digit()) {
            int from = at;
            while (digit()) {
                at++;
            }
            if (at - from > 9) {
                throw wrong("too long a time");
            }
            long number = Long.parseLong(text.substring(from, at));
            millis += number * unit();
        }
        if (at == begin) {
            throw wrong("a duration expected, such as 90s or 2h");
        }
        return millis;
    }

    private long unit() {
        return take("ms")
                ? 1
                : take("s")
                        ? SECOND
                        : take("m")
                                ? 60 * SECOND
                                : take("h") ? 3_600 * SECOND : take("d") ? 86_400 * SECOND : SECOND;
    }

    private boolean digit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private long condition() {
        String name = text.startsWith("\"", at) ? quoted() : plain();
        int index = names.indexOf(name);
        if (index < 0) {
            throw wrong("no condition is called '" + name + "'");
        }
        return 1L << index;
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at));
        }
        expect("\"");
        return name.toString();
    }

    private String plain() {
        int from = at;
        while (isName(at)) {
            at++;
        }
        if (at == from) {
            throw wrong("the name of a condition expected");
        }
        return text.substring(from, at);
    }

    /// A dash belongs to a name where it does not begin a link.
    private boolean isName(int index) {
        if (index >= text.length()) {
            return false;
        }
        char sign = text.charAt(index);
        if (sign == '-') {
            return !text.startsWith("->", index) && !text.startsWith("-[", index);
        }
        return Character.isLetterOrDigit(sign) || "_$/:.@".indexOf(sign) >= 0;
    }

    private boolean atEnd() {
        blanks();
        return at == text.length();
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private void expect(String word) {
        if (!take(word)) {
            throw wrong("'" + word + "' expected");
        }
    }

    private ProblemException wrong(String what) {
        String rest = text.substring(Math.min(at, text.length()));
        return new ProblemException(
                Problem.invalid(
                        field,
                        rest.isEmpty() ? what + " at the end" : what + " before '" + rest + "'"));
    }
}
