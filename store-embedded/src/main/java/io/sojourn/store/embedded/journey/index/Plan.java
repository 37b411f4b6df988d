package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.EventCondition;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// What a scan asks, worked out per kind of event: which conditions an event meets by its name alone, and which of them
/// its properties decide.
///
/// @param always `always[w][kind]`: conditions that every event of the kind meets within their ranges
/// @param depends `depends[w][kind]`: conditions that some of the choices in `choices` decide
/// @param choices by condition and kind: the event must pass all checks of one
/// @param wanted by kind: 1 where an event of it may be kept or has to be seen, else 0
/// @param wantsAll whether all kinds are wanted
/// @param simple whether each event by itself decides what it meets and carries
/// @param latest time that is seen, the greatest number where all are
/// @param spans distinct ranges of conditions that do not hold all events
@SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
record Plan(
        int words,
        long[][] always,
        long[][] depends,
        Check[][][][] choices,
        byte[] wanted,
        boolean wantsAll,
        List<Span> spans,
        boolean simple,
        long latest) {

    private static final int KINDS_LEAST = 256;

    /// Conditions of one range.
    @SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
    record Span(long from, long to, long[] conditions) {}

    /// @param slots gives the number of a column
    /// @param dictionaries by slot
    /// @param data times of all events lie in it
    /// @param seesAll whether events must be seen that meet no condition
    static Plan of(
            JourneyScan scan,
            Kinds kinds,
            ToIntFunction<Column> slots,
            List<Dictionary> dictionaries,
            TimeRange data,
            boolean seesAll) {
        int size = kinds.size();
        int room = Math.max(KINDS_LEAST, size);
        int conditions = scan.conditions().size();
        long[][] always = new long[scan.words()][room];
        long[][] depends = new long[scan.words()][room];
        Check[][][][] choices = new Check[conditions][room][][];
        byte[] wanted = new byte[room];
        Map<PropertyCondition, Check> checks = new HashMap<>();
        Function<PropertyCondition, Check> check =
                condition ->
                        checks.computeIfAbsent(
                                condition,
                                added -> {
                                    int slot = slots.applyAsInt(added.column());
                                    return new Check(added, dictionaries.get(slot), slot);
                                });
        boolean wantsAll = true;
        for (int kind = 1; kind < size; kind++) {
            if (!scan.bots() && kinds.isBot(kind)) {
                wantsAll = false;
                continue;
            }
            boolean any = scan.allEvents() || seesAll;
            for (int c = 0; c < conditions; c++) {
                if (scan.conditions().get(c).range().and(data).isEmpty()) {
                    continue;
                }
                Check[][] left = choices(scan.conditions().get(c), kinds, kind, check);
                long bit = 1L << c % Long.SIZE;
                if (left.length > 0) {
                    any = true;
                    if (isCertain(left)) {
                        always[c / Long.SIZE][kind] |= bit;
                    } else {
                        depends[c / Long.SIZE][kind] |= bit;
                        choices[c][kind] = left;
                    }
                }
            }
            wanted[kind] = (byte) (any ? 1 : 0);
            wantsAll &= any;
        }
        boolean ofRows =
                checks.keySet().stream()
                        .allMatch(added -> added.column().scope() == Column.Scope.EVENT);
        return new Plan(
                scan.words(),
                always,
                depends,
                choices,
                wanted,
                wantsAll,
                spans(scan, data),
                scan.words() <= 1 && !seesAll && ofRows && isOfRows(scan),
                scan.asOf() >= data.to() - 1 ? Long.MAX_VALUE : scan.asOf());
    }

    /// Whether every event column depends on nothing but the event.
    static boolean isOfRows(JourneyScan scan) {
        return scan.eventColumns().stream()
                .allMatch(
                        column ->
                                column.scope() == Column.Scope.EVENT
                                        || column.scope() == Column.Scope.EVENT_NAME);
    }

    private static boolean isCertain(Check[][] choices) {
        for (Check[] choice : choices) {
            if (choice.length == 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether no event has to be left out, or of a condition, because of its time.
    boolean isTimeless() {
        return spans.isEmpty() && latest == Long.MAX_VALUE;
    }

    /// Whether names alone mark every event that is wanted; for scans of one word.
    boolean marksAllWanted() {
        for (int kind = 0; kind < wanted.length; kind++) {
            if (wanted[kind] != 0 && always[0][kind] == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isAllZero(long[][] words) {
        for (long[] word : words) {
            for (long bits : word) {
                if (bits != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// What is left to be checked of each choice that an event of the kind may meet.
    private static Check[][] choices(
            EventCondition condition,
            Kinds kinds,
            int kind,
            Function<PropertyCondition, Check> check) {
        String name = kinds.names().text(kinds.name(kind));
        List<Check[]> left = new ArrayList<>();
        for (EventFilter.Choice choice : condition.filter().anyOf()) {
            boolean possible = choice.name().map(name::equals).orElse(true);
            List<Check> checks = new ArrayList<>();
            for (PropertyCondition each :
                    possible ? choice.conditions() : List.<PropertyCondition>of()) {
                if (each.column().scope() == Column.Scope.EVENT_NAME) {
                    possible &= each.matches(name);
                } else {
                    checks.add(check.apply(each));
                }
            }
            if (possible) {
                left.add(checks.toArray(new Check[0]));
            }
        }
        return left.toArray(new Check[0][]);
    }

    private static List<Span> spans(JourneyScan scan, TimeRange data) {
        Map<TimeRange, long[]> spans = new LinkedHashMap<>();
        for (int c = 0; c < scan.conditions().size(); c++) {
            TimeRange range = scan.conditions().get(c).range();
            if (range.from() > data.from() || range.to() < data.to()) {
                long[] mask = spans.computeIfAbsent(range, added -> new long[scan.words()]);
                mask[c / Long.SIZE] |= 1L << c % Long.SIZE;
            }
        }
        List<Span> list = new ArrayList<>();
        spans.forEach((range, mask) -> list.add(new Span(range.from(), range.to(), mask)));
        return list;
    }
}
