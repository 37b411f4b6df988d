package io.sojourn.journey.kit;

import io.sojourn.core.kit.Timelines;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A question as a line of `key=value`, blank-separated, with what all questions are asked with:
///
/// ```
/// zone=Europe/Berlin week=sunday asof=3d       as of three days after the base; without it, long after
/// range=2025-01-06..2025-01-08                 local days, both included, or local times, the end excluded
/// range=last:7:day                             without a range: all
/// by=person.plan,event.browser top=3           columns: person, first, at (as of the event), event, visit, or name
/// ```
///
/// A filter is `signup`, `a|b`, `*` for any, or `buy{plan=pro}`.
public record Terms(Map<String, String> words) {

    /// A Monday.
    public static final long BASE = 1_736_121_600_000L;

    private static final Pattern CHOICE = Pattern.compile("([^{]+)(?:\\{([^=]+)=([^}]*)\\})?");
    private static final Pattern PERIOD = Pattern.compile("(\\d*)(\\D+)");

    public static Terms of(String line) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : line.strip().split(" +")) {
            int equals = word.indexOf('=');
            words.put(
                    equals < 0 ? word : word.substring(0, equals),
                    equals < 0 ? "" : word.substring(equals + 1));
        }
        return new Terms(words);
    }

    public boolean has(String key) {
        return words.containsKey(key);
    }

    public String word(String key, String otherwise) {
        return words.getOrDefault(key, otherwise);
    }

    public int number(String key, int otherwise) {
        return Integer.parseInt(word(key, Integer.toString(otherwise)));
    }

    public Calendar calendar() {
        return new Calendar(
                ZoneId.of(word("zone", "UTC")),
                DayOfWeek.valueOf(word("week", "monday").toUpperCase(Locale.ROOT)));
    }

    public long asOf() {
        return BASE + Timelines.millis(word("asof", "1000d"));
    }

    public EventFilter filter(String key) {
        return filterOf(word(key, "*"));
    }

    public static EventFilter filterOf(String text) {
        if (text.equals("*")) {
            return EventFilter.ANY;
        }
        List<EventFilter.Choice> choices = new ArrayList<>();
        for (String choice : text.split("\\|")) {
            Matcher parts = CHOICE.matcher(choice);
            if (!parts.matches()) {
                throw new IllegalArgumentException("no filter: " + text);
            }
            List<PropertyCondition> conditions =
                    parts.group(2) == null
                            ? List.of()
                            : List.of(is(parts.group(2), parts.group(3)));
            Optional<String> name =
                    parts.group(1).equals("*") ? Optional.empty() : Optional.of(parts.group(1));
            choices.add(new EventFilter.Choice(name, conditions));
        }
        return new EventFilter(choices);
    }

    private static PropertyCondition is(String key, String value) {
        return new PropertyCondition(
                new Column(Column.Scope.EVENT, key),
                new PropertyFilter("filter", key, Operator.EQUALS, List.of(value)));
    }

    public Period period(String key) {
        Matcher parts = PERIOD.matcher(word(key, "day"));
        if (!parts.matches()) {
            throw new IllegalArgumentException("no period: " + words);
        }
        return new Period(
                Unit.of(parts.group(2)).orElseThrow(),
                parts.group(1).isEmpty() ? 1 : Integer.parseInt(parts.group(1)));
    }

    public Range range() {
        String said = word("range", "");
        if (said.isEmpty()) {
            return new Range.All();
        }
        if (said.startsWith("last:")) {
            String[] parts = said.split(":");
            return new Range.Last(Integer.parseInt(parts[1]), Unit.of(parts[2]).orElseThrow());
        }
        String[] ends = said.split("\\.\\.");
        return new Range.Between(new TimeRange(millis(ends[0], 0), millis(ends[1], 1)));
    }

    private long millis(String text, int days) {
        return text.contains("T")
                ? LocalDateTime.parse(text).atZone(calendar().zone()).toInstant().toEpochMilli()
                : calendar().start(LocalDate.parse(text).plusDays(days));
    }

    public Breakdown breakdown() {
        if (!has("by")) {
            return Breakdown.NONE;
        }
        List<Column> columns = new ArrayList<>();
        for (String column : word("by", "").split(",")) {
            columns.add(columnOf(column));
        }
        return new Breakdown(columns, number("top", Breakdown.TOP_DEFAULT));
    }

    public static Column columnOf(String text) {
        int dot = text.indexOf('.');
        String key = text.substring(dot + 1);
        return switch (dot < 0 ? text : text.substring(0, dot)) {
            case "person" -> new Column(Column.Scope.PERSON, key);
            case "first" -> new Column(Column.Scope.PERSON_FIRST, key);
            case "at" -> new Column(Column.Scope.PERSON_AT_EVENT, key);
            case "event" -> new Column(Column.Scope.EVENT, key);
            case "visit" -> new Column(Column.Scope.VISIT, key);
            case "name" -> Column.EVENT_NAME;
            default -> throw new IllegalArgumentException("no column: " + text);
        };
    }

    /// `pro`, `pro/Chrome`, `(none)`, `rest`; nothing for everyone.
    public static Group groupOf(String text) {
        if (text.isEmpty()) {
            return Group.EVERYONE;
        }
        if (text.equals("rest")) {
            return Group.REST;
        }
        List<Optional<String>> values = new ArrayList<>();
        for (String value : text.split("/")) {
            values.add(value.equals("(none)") ? Optional.empty() : Optional.of(value));
        }
        return new Group(values, false);
    }

    public static String textOf(Group group) {
        return group.rest()
                ? "rest"
                : String.join(
                        "/", group.values().stream().map(value -> value.orElse("(none)")).toList());
    }
}
