package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Interval;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who came back: every cohort of everybody, with everything that came after it.
public final class RetentionOracle {

    private static final long DAY = 86_400_000;

    /// A person in a cohort.
    ///
    /// @param start the event that put the person there
    private record Member(
            SeenPerson person, int cohort, int start, List<Optional<String>> values) {}

    private final Retention question;
    private final Context context;
    private final List<SeenPerson> people;
    private final TimeRange range;
    private final Buckets buckets;
    private final Buckets later;

    private RetentionOracle(List<Journey> journeys, Retention question, Context context) {
        this.question = question;
        this.context = context;
        people = SeenPerson.all(journeys, context);
        range =
                Ranges.resolve(
                        people,
                        context,
                        question.range(),
                        question.period().unit(),
                        List.of(question.start()));
        buckets = Buckets.of(context.calendar(), question.period(), range);
        later =
                range.isEmpty()
                        ? buckets
                        : Buckets.of(
                                context.calendar(),
                                question.period(),
                                new TimeRange(range.from(), Math.max(range.to(), lastKnown() + 1)));
    }

    public static RetentionResult answer(
            List<Journey> journeys, Retention question, Context context) {
        return new RetentionOracle(journeys, question, context).result();
    }

    private long lastKnown() {
        return people.stream()
                .flatMap(person -> person.events().stream())
                .mapToLong(event -> event.time())
                .max()
                .orElse(range.from());
    }

    private RetentionResult result() {
        List<Interval> cohorts = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            cohorts.add(
                    new Interval(
                            buckets.start(i),
                            buckets.end(i),
                            buckets.isIncomplete(i, context.asOf())));
        }
        List<Member> members = members();
        List<RetentionResult.Table> tables = new ArrayList<>();
        for (Values.Divided<Member> group :
                Values.divide(
                        members,
                        question.breakdown(),
                        Member::values,
                        some -> some.stream().map(one -> one.person.person()).distinct().count())) {
            tables.add(table(group.group(), group.members()));
        }
        return new RetentionResult(cohorts, tables);
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (SeenPerson person : people) {
            Set<Integer> taken = new HashSet<>();
            boolean first = true;
            for (int event : person.matching(question.start())) {
                int cohort = buckets.index(person.time(event));
                boolean counts =
                        switch (question.cohort()) {
                            case FIRST_EVER -> first;
                            case FIRST_IN_RANGE -> taken.isEmpty();
                            case RECURRING -> true;
                        };
                if (counts && cohort >= 0 && taken.add(cohort)) {
                    List<Optional<String>> values =
                            question.breakdown().columns().stream()
                                    .map(column -> person.value(event, column))
                                    .toList();
                    members.add(new Member(person, cohort, event, values));
                }
                first = false;
            }
        }
        return members;
    }

    private RetentionResult.Table table(Group group, List<Member> members) {
        List<List<RetentionResult.Cell>> rows = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            List<RetentionResult.Cell> row = new ArrayList<>();
            for (int column = 0; column < question.columns().count(); column++) {
                int cohort = i;
                int asked = column;
                long came =
                        members.stream()
                                .filter(one -> one.cohort == cohort && counts(one, asked))
                                .count();
                row.add(new RetentionResult.Cell(came, isIncomplete(cohort, asked)));
            }
            rows.add(row);
        }
        List<RetentionResult.Average> average = new ArrayList<>();
        for (int column = 0; column < question.columns().count(); column++) {
            long returned = 0;
            long of = 0;
            for (List<RetentionResult.Cell> row : rows) {
                if (!row.get(column).incomplete()) {
                    returned += row.get(column).people();
                    of += row.getFirst().people();
                }
            }
            average.add(new RetentionResult.Average(returned, of));
        }
        long different = members.stream().map(one -> one.person.person()).distinct().count();
        return new RetentionResult.Table(group, different, rows, average);
    }

    // --- one cell

    private int firstPeriod(int column) {
        return switch (question.columns()) {
            case Columns.Each each ->
                    each.criterion() == Columns.Criterion.ON_OR_BEFORE ? 0 : column;
            case Columns.Brackets brackets -> brackets.brackets().get(column - 1).first();
        };
    }

    private int lastPeriod(int column) {
        return switch (question.columns()) {
            case Columns.Each each -> column;
            case Columns.Brackets brackets -> brackets.brackets().get(column - 1).last();
        };
    }

    private boolean isOpenEnded() {
        return question.columns() instanceof Columns.Each each
                && each.criterion() == Columns.Criterion.ON_OR_AFTER;
    }

    private boolean counts(Member member, int column) {
        if (column == 0) {
            return true;
        }
        long returns = 0;
        SeenPerson person = member.person;
        for (int event : person.matching(question.returning())) {
            long time = person.time(event);
            boolean known = question.returnsAfterRange() || range.contains(time);
            if (event > member.start && known) {
                long period = period(member, time);
                boolean asked =
                        period >= firstPeriod(column)
                                && (isOpenEnded() || period <= lastPeriod(column));
                returns += asked ? 1 : 0;
            }
        }
        return returns >= question.occurrencesMin();
    }

    private long period(Member member, long time) {
        return question.counting() == Retention.Counting.ROLLING
                ? (time - member.person.time(member.start)) / length()
                : later.index(time) - member.cohort;
    }

    private long length() {
        return question.period().every()
                * switch (question.period().unit()) {
                    case HOUR -> DAY / 24;
                    case DAY -> DAY;
                    case WEEK -> 7 * DAY;
                    case MONTH -> 30 * DAY;
                    case QUARTER -> 90 * DAY;
                    case SECOND, MINUTE, YEAR -> throw new IllegalArgumentException();
                };
    }

    private boolean isIncomplete(int cohort, int column) {
        if (column == 0) {
            return buckets.isIncomplete(cohort, context.asOf());
        }
        long end = end(cohort, lastPeriod(column));
        return (!question.returnsAfterRange() && end > range.to()) || end - 1 > context.asOf();
    }

    /// First millisecond after a period of a cohort; of rolling ones after that of the latest possible start.
    private long end(int cohort, int period) {
        if (question.counting() == Retention.Counting.ROLLING) {
            return Math.min(buckets.end(cohort), range.to()) - 1 + (period + 1) * length();
        }
        return context.calendar()
                .plus(
                        buckets.start(0),
                        question.period().unit(),
                        (long) (cohort + period + 1) * question.period().every());
    }
}
