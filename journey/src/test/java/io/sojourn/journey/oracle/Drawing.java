package io.sojourn.journey.oracle;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws what questions of all kinds are made of, fitting one history: contexts, event filters, columns, ranges.
public final class Drawing {

    static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kolkata"));

    private final Draw draw;
    private final List<Long> persons;
    private final List<Long> times;
    private final List<Long> gaps;

    Drawing(Draw draw, List<Journey> journeys) {
        this.draw = draw;
        persons = journeys.stream().map(Journey::person).toList();
        times =
                journeys.stream()
                        .flatMap(one -> one.events().stream())
                        .map(event -> event.time())
                        .sorted()
                        .toList();
        gaps = new ArrayList<>(List.of(0L, 1_000L));
        for (Journey journey : journeys) {
            for (int i = 1; i < journey.events().size(); i++) {
                gaps.add(journey.events().get(i).time() - journey.events().get(i - 1).time());
            }
        }
    }

    Draw draw() {
        return draw;
    }

    // --- times

    /// A time at which something happened, or a little beside it.
    long time() {
        if (times.isEmpty()) {
            return RandomHistories.MIDDLES.getFirst().toEpochMilli();
        }
        return draw.any(times) + draw.any(List.of(0L, 0L, 0L, -1L, 1L));
    }

    /// A distance that lies between events of this history, exactly or nearly.
    long gap() {
        long gap = draw.any(gaps) * (1 + draw.upTo(2)) + draw.any(List.of(0L, 0L, 0L, -1L, 1L));
        return Math.max(1, gap);
    }

    long span() {
        return times.isEmpty() ? 0 : times.getLast() - times.getFirst();
    }

    Range range() {
        return switch (draw.option("range", "all", "between", "between", "last")) {
            case "all" -> new Range.All();
            // Up to four quarters: of five there are too many hours.
            case "last" -> new Range.Last(1 + draw.upTo(3), shortUnit());
            default -> new Range.Between(timeRange());
        };
    }

    TimeRange timeRange() {
        long one = time();
        long other = time();
        return new TimeRange(Math.min(one, other), Math.max(one, other) + draw.upTo(1));
    }

    /// A calendar unit of which the history holds some, but not too many.
    Unit unit() {
        long span = span();
        if (span <= 20_000) {
            return Unit.HOUR;
        }
        if (span <= 3 * 86_400_000L) {
            return draw.any(List.of(Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER));
        }
        return draw.any(
                span <= 10 * 86_400_000L
                        ? List.of(Unit.HOUR, Unit.DAY, Unit.DAY, Unit.WEEK)
                        : List.of(Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER));
    }

    /// A unit that lies between events of this history.
    Unit shortUnit() {
        return span() <= 20_000
                ? Unit.SECOND
                : span() <= 3_600_000 ? draw.any(List.of(Unit.SECOND, Unit.MINUTE)) : unit();
    }

    Period period() {
        List<Unit> units = List.of(Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER);
        Unit unit = draw.any(span() > 10 * 86_400_000L ? units.subList(1, 5) : units);
        draw.option("period " + unit, "taken");
        return new Period(unit, draw.flag("every N units", 4) ? 2 + draw.upTo(2) : 1);
    }

    // --- context

    Context context() {
        ZoneId zone = draw.any(ZONES);
        Calendar calendar =
                new Calendar(zone, draw.option("weeks begin", DayOfWeek.MONDAY, DayOfWeek.SUNDAY));
        long asOf = time() + (draw.flag("as of after all", 2) ? span() + 1_000 : 0);
        Optional<PersonSet> people =
                draw.flag("asked about some people", 4)
                        ? Optional.of(somePeople())
                        : Optional.empty();
        return new Context(asOf, calendar, visitCut(zone), people, draw.flag("with bots", 4));
    }

    VisitCut visitCut(ZoneId zone) {
        return new VisitCut(
                new VisitSettings(
                        gap(),
                        draw.flag("visit timeout as sent", 4),
                        draw.flag("visits split at midnight", 4),
                        draw.flag("visits split on campaign", 4)),
                zone);
    }

    PersonSet somePeople() {
        return PersonSet.of(
                persons.stream()
                        .filter(person -> draw.upTo(3) > 0)
                        .mapToLong(Long::longValue)
                        .toArray());
    }

    // --- events

    EventFilter event() {
        List<EventFilter.Choice> choices = new ArrayList<>();
        choices.add(choice());
        while (draw.flag("any of several events", 6)) {
            choices.add(choice());
        }
        return new EventFilter(choices);
    }

    private EventFilter.Choice choice() {
        Optional<String> name =
                draw.flag("any event", 6)
                        ? Optional.empty()
                        : Optional.of(draw.any(RandomHistories.NAMES));
        List<PropertyCondition> conditions = new ArrayList<>();
        while (draw.upTo(3) == 0) {
            conditions.add(condition(column()));
        }
        return new EventFilter.Choice(name, conditions);
    }

    /// Of any scope.
    Column column() {
        return column(draw.option("filter column of", Column.Scope.values()));
    }

    private Column column(Column.Scope scope) {
        return switch (scope) {
            case EVENT_NAME -> Column.EVENT_NAME;
            case EVENT ->
                    new Column(
                            scope,
                            draw.any(
                                    List.of(
                                            "plan", "price", "tags", "tags", "country", "page",
                                            "no")));
            case VISIT -> new Column(scope, draw.any(List.of("ref", "country", "page")));
            case PERSON_AT_EVENT, PERSON, PERSON_FIRST ->
                    new Column(scope, draw.any(List.of("tier", "city")));
        };
    }

    Column eventColumn() {
        return column(
                draw.option(
                        "filter column of event",
                        Column.Scope.EVENT,
                        Column.Scope.EVENT_NAME,
                        Column.Scope.VISIT,
                        Column.Scope.PERSON_AT_EVENT));
    }

    Column personColumn() {
        return column(
                draw.option(
                        "filter column of person", Column.Scope.PERSON, Column.Scope.PERSON_FIRST));
    }

    /// A column whose values are often numbers.
    Column numbers() {
        return draw.upTo(5) > 0 ? new Column(Column.Scope.EVENT, "price") : column();
    }

    /// Up to so many different columns.
    List<Column> columns(int most) {
        List<Column> columns = new ArrayList<>();
        int count = draw.upTo(most);
        while (columns.size() < count) {
            Column column = column();
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }

    PropertyCondition condition(Column column) {
        Operator operator = draw.option("filter operator", Operator.values());
        List<String> values = valuesOf(column);
        List<String> operands =
                switch (operator) {
                    case EXISTS, NOT_EXISTS -> List.of();
                    case BETWEEN ->
                            List.of(draw.any(List.of("-3", "5")), draw.any(List.of("10", "10.5")));
                    case GT, GTE, LT, LTE ->
                            List.of(
                                    draw.any(
                                            List.of(
                                                    "5",
                                                    "10",
                                                    "10.5",
                                                    "95",
                                                    "2024-03-11",
                                                    "1710072000000")));
                    case IN -> List.of(draw.any(values), draw.any(values));
                    case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH ->
                            List.of(
                                    draw.any(
                                            List.of(
                                                    "o",
                                                    "R",
                                                    "p",
                                                    "1",
                                                    "y\"]",
                                                    "/D",
                                                    "PRO",
                                                    "CAF\u00c9")));
                    case MATCHES ->
                            List.of(draw.any(List.of("p.*", "[A-Z].*", "\\d+", ".*o.*", "x")));
                    case EQUALS, NOT_EQUALS -> List.of(draw.any(values));
                };
        boolean list =
                column.key().equals("tags") && draw.flag("filter property marked as list", 2);
        return new PropertyCondition(
                column,
                new PropertyFilter(
                        "filter",
                        column.key().isEmpty() ? "name" : column.key(),
                        operator,
                        operands),
                list);
    }

    private static List<String> valuesOf(Column column) {
        return switch (column.key()) {
            case "" -> RandomHistories.NAMES;
            case "plan" -> RandomHistories.PLANS;
            case "price" -> RandomHistories.PRICES;
            case "tags" -> List.of("x", "y", "1", "[]", "[\"x\"]");
            case "country" -> List.of("DE", "IT");
            case "page" -> RandomHistories.PAGES;
            case "tier" -> RandomHistories.TIERS;
            default -> RandomHistories.CITIES;
        };
    }
}
