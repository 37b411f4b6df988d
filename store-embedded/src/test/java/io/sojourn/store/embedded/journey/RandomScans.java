package io.sojourn.store.embedded.journey;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Column.Scope;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.TimeRange;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Scans of everything that a scan can ask for, over what a [RandomProject] holds.
final class RandomScans {

    private static final List<String> EVENT_KEYS =
            List.of("key 0", "key 1", "duration", "scroll depth", "country", "page", "missing");

    private static final List<Operator> OPERATORS =
            List.of(
                    Operator.EQUALS,
                    Operator.NOT_EQUALS,
                    Operator.CONTAINS,
                    Operator.EXISTS,
                    Operator.NOT_EXISTS,
                    Operator.GT,
                    Operator.BETWEEN,
                    Operator.IN,
                    Operator.MATCHES);

    private final RandomGenerator random;
    private final RandomProject project;

    RandomScans(RandomGenerator random, RandomProject project) {
        this.random = random;
        this.project = project;
    }

    JourneyScan next() {
        boolean visits = random.nextBoolean();
        JourneyScan.Builder scan =
                new JourneyScan.Builder(random.nextBoolean() ? Long.MAX_VALUE : project.time());
        for (int i = random.nextInt(random.nextInt(12) == 0 ? 90 : 4); i > 0; i--) {
            int added = scan.condition(filter(visits), range());
            if (random.nextInt(8) == 0) {
                scan.opening(added);
            }
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            scan.column(column(visits));
        }
        if (random.nextInt(3) == 0) {
            scan.allEvents();
        }
        if (random.nextInt(3) == 0) {
            scan.everyone();
        }
        if (random.nextBoolean()) {
            scan.eventNumbers();
        }
        if (random.nextInt(3) == 0) {
            scan.people(Optional.of(people()));
        }
        if (visits) {
            scan.visits(
                    new VisitCut(
                            new VisitSettings(
                                    random.nextInt(60_000),
                                    random.nextBoolean(),
                                    random.nextBoolean(),
                                    random.nextInt(4) == 0),
                            ZoneId.of("Pacific/Auckland")));
        }
        return scan.bots(random.nextBoolean()).build();
    }

    private PersonSet people() {
        PersonSet.Builder set = new PersonSet.Builder();
        for (Journey one : project.journeys()) {
            if (random.nextInt(3) == 0) {
                set.add(one.person());
            }
        }
        set.add(1 + random.nextInt(200));
        return set.build();
    }

    private TimeRange range() {
        if (random.nextBoolean()) {
            return TimeRange.ALL;
        }
        long from = project.time();
        return new TimeRange(from, from + random.nextInt(100_000));
    }

    private EventFilter filter(boolean visits) {
        List<EventFilter.Choice> choices = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            List<PropertyCondition> conditions = new ArrayList<>();
            for (int c = random.nextInt(3); c > 0; c--) {
                conditions.add(condition(visits));
            }
            choices.add(
                    new EventFilter.Choice(
                            random.nextInt(3) == 0
                                    ? Optional.empty()
                                    : Optional.of("event " + random.nextInt(11)),
                            conditions));
        }
        return new EventFilter(choices);
    }

    private PropertyCondition condition(boolean visits) {
        Column column = column(visits);
        Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        int operands = operator.operands() < 0 ? 2 : operator.operands();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < operands; i++) {
            values.add(
                    operator == Operator.MATCHES
                            ? ".*[0-4].*"
                            : switch (random.nextInt(4)) {
                                case 0 -> "text " + random.nextInt(100);
                                case 1 -> "plan1\"\\";
                                case 2 -> "country 5";
                                default -> Integer.toString(random.nextInt(500));
                            });
        }
        return new PropertyCondition(
                column,
                new PropertyFilter(
                        "test", column.key().isEmpty() ? "name" : column.key(), operator, values),
                random.nextBoolean());
    }

    private Column column(boolean visits) {
        Scope scope = Scope.values()[random.nextInt(Scope.values().length)];
        return switch (scope) {
            case EVENT_NAME -> Column.EVENT_NAME;
            case VISIT ->
                    visits ? new Column(scope, eventKey()) : new Column(Scope.EVENT, eventKey());
            case EVENT -> new Column(scope, eventKey());
            case PERSON, PERSON_FIRST, PERSON_AT_EVENT ->
                    new Column(
                            scope,
                            RandomProject.PERSON_KEYS.get(
                                    random.nextInt(RandomProject.PERSON_KEYS.size())));
        };
    }

    private String eventKey() {
        return EVENT_KEYS.get(random.nextInt(EVENT_KEYS.size()));
    }
}
