package io.sojourn.journey.scan;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What an analysis wants to see of each journey; equal by content.
///
/// @param asOf Unix milliseconds; later events are not seen, later statements about people do not count, whoever was
///     first seen later is nobody yet
/// @param conditions bit `i % 64` of mask word `i / 64` of an event says that it meets condition `i`
/// @param opening number of a condition: of a person's events only those from the first moment on at which one meets it
///     are kept; empty = all. Visits are cut before
/// @param allEvents whether events that meet no condition are kept too
/// @param everyone whether people are yielded of whom no event is kept
/// @param eventColumns what every kept event carries
/// @param personColumns what every person carries; scopes of persons only
/// @param people only these, empty = all
/// @param visits by which visits are cut; empty = an event carries none, and columns of scope VISIT are refused
/// @param bots whether a bot's events are seen; unseen ones neither count nor cut visits
/// @param eventNumbers whether kept events carry their numbers; their order is that of arrival without them too
public record JourneyScan(
        long asOf,
        List<EventCondition> conditions,
        OptionalInt opening,
        boolean allEvents,
        boolean everyone,
        List<Column> eventColumns,
        List<Column> personColumns,
        Optional<PersonSet> people,
        Optional<VisitCut> visits,
        boolean bots,
        boolean eventNumbers) {

    public JourneyScan {
        conditions = List.copyOf(conditions);
        eventColumns = List.copyOf(eventColumns);
        personColumns = List.copyOf(personColumns);
        for (Column column : personColumns) {
            if (!column.scope().isOfPerson()) {
                throw new IllegalArgumentException(column + " is no column of persons");
            }
        }
    }

    /// Words of an event's mask.
    public int words() {
        return (conditions.size() + Long.SIZE - 1) / Long.SIZE;
    }

    /// Puts a scan together; equal conditions and columns are shared.
    public static final class Builder {
        private final long asOf;
        private final Map<EventCondition, Integer> conditions = new LinkedHashMap<>();
        private final Map<Column, Integer> eventColumns = new LinkedHashMap<>();
        private final Map<Column, Integer> personColumns = new LinkedHashMap<>();
        private OptionalInt opening = OptionalInt.empty();
        private boolean allEvents;
        private boolean everyone;
        private Optional<PersonSet> people = Optional.empty();
        private Optional<VisitCut> visits = Optional.empty();
        private Optional<VisitCut> visitsOfColumns = Optional.empty();
        private boolean bots;
        private boolean eventNumbers;

        public Builder(long asOf) {
            this.asOf = asOf;
        }

        /// @return number of the condition
        public int condition(EventFilter filter, TimeRange range) {
            return conditions.computeIfAbsent(
                    new EventCondition(filter, range), added -> conditions.size());
        }

        /// @return number of the column among those of events, or of persons where its scope is one of persons
        public int column(Column column) {
            Map<Column, Integer> columns =
                    column.scope().isOfPerson() ? personColumns : eventColumns;
            return columns.computeIfAbsent(column, added -> columns.size());
        }

        /// Nothing is asked about what a person did before meeting a condition, nor about who never does.
        ///
        /// @param condition its number
        public Builder opening(int condition) {
            opening = OptionalInt.of(condition);
            return this;
        }

        public Builder allEvents() {
            allEvents = true;
            return this;
        }

        public Builder everyone() {
            everyone = true;
            return this;
        }

        public Builder people(Optional<PersonSet> only) {
            people = only;
            return this;
        }

        public Builder visits(VisitCut cut) {
            visits = Optional.of(cut);
            return this;
        }

        /// By which visits are cut where a condition or column is about visits and nothing else asks for them.
        public Builder visitsOfColumns(VisitCut cut) {
            visitsOfColumns = Optional.of(cut);
            return this;
        }

        public Builder bots(boolean seen) {
            bots = seen;
            return this;
        }

        public Builder eventNumbers() {
            eventNumbers = true;
            return this;
        }

        private boolean asksForVisits() {
            return Stream.concat(
                            eventColumns.keySet().stream(),
                            conditions.keySet().stream()
                                    .flatMap(one -> one.filter().anyOf().stream())
                                    .flatMap(choice -> choice.conditions().stream())
                                    .map(PropertyCondition::column))
                    .anyMatch(column -> column.scope() == Column.Scope.VISIT);
        }

        public JourneyScan build() {
            return new JourneyScan(
                    asOf,
                    new ArrayList<>(conditions.keySet()),
                    opening,
                    allEvents,
                    everyone,
                    new ArrayList<>(eventColumns.keySet()),
                    new ArrayList<>(personColumns.keySet()),
                    people,
                    visits.or(() -> asksForVisits() ? visitsOfColumns : visits),
                    bots,
                    eventNumbers);
        }
    }
}
