package io.sojourn.journey.people;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.people.Candidate.SortKey;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.people.PeopleReportResult.Cell;
import io.sojourn.journey.people.PeopleReportResult.Row;
import io.sojourn.journey.people.PeopleReportResult.Total;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Keeps the first people of a table and counts all: the accumulator of a report on people. No more rows are held than
/// are asked for.
final class PeopleFold {

    private static final int ROW_BYTES = 120;

    /// A value of a row of the answer, without its characters.
    private static final int CELL_BYTES = 72;

    private static final String NARROWER = "fewer rows";

    private final PeoplePlan plan;
    private final OpenScan open;
    private final Stop stop;
    private final Optional<PeopleCell> cell;
    private final PersonSet.Builder picked = new PersonSet.Builder();
    private final int rowsMax;
    private final Comparator<Candidate> order;

    /// The last one of the table first.
    private final PriorityQueue<Candidate> kept;

    private final List<Optional<Numbers>> numbers = new ArrayList<>();
    private final long[] counts;
    private final long[] values;
    private final long[] having;
    private final long[] events;
    private long people;

    /// @param cell whose people are collected
    PeopleFold(PeoplePlan plan, OpenScan open, Stop stop, Optional<PeopleCell> cell) {
        this.plan = plan;
        this.open = open;
        this.stop = stop;
        this.cell = cell;
        this.rowsMax = cell.isPresent() ? 0 : plan.report.limit() + plan.report.offset();
        this.order = Candidate.order(plan.report.descending());
        this.kept = new PriorityQueue<>(order.reversed());
        for (int column = 0; column < plan.columns(); column++) {
            numbers.add(
                    plan.column(column) instanceof ReportColumn.Property
                            ? Optional.of(new Numbers(open.personColumn(plan.number(column))))
                            : Optional.empty());
        }
        this.counts = new long[plan.scan.conditions().size()];
        this.values = new long[plan.columns()];
        this.having = new long[plan.columns()];
        this.events = new long[plan.columns()];
    }

    void fold(JourneyBatch batch) {
        for (int i = 0; i < batch.people(); i++) {
            people++;
            count(batch, i);
            read(batch, i);
            if (cell.isPresent()) {
                pick(cell.get(), batch.person()[i]);
            } else {
                offer(batch.person()[i]);
            }
        }
    }

    private void count(JourneyBatch batch, int person) {
        Arrays.fill(counts, 0);
        if (counts.length == 0) {
            return;
        }
        long[] mask = batch.mask()[0];
        for (int row = batch.start()[person]; row < batch.start()[person + 1]; row++) {
            for (long bits = mask[row]; bits != 0; bits &= bits - 1) {
                counts[Long.numberOfTrailingZeros(bits)]++;
            }
        }
    }

    private void read(JourneyBatch batch, int person) {
        for (int column = 0; column < values.length; column++) {
            int number = plan.number(column);
            values[column] =
                    switch (plan.column(column)) {
                        case ReportColumn.Property(Column of) ->
                                batch.personColumns()[number][person];
                        case ReportColumn.Membership(PersonSet members) ->
                                members.contains(batch.person()[person]) ? 1 : 0;
                        case ReportColumn.Count(EventFilter of, Range range) -> counts[number];
                    };
            having[column] += values[column] == 0 ? 0 : 1;
            events[column] +=
                    plan.column(column) instanceof ReportColumn.Count ? values[column] : 0;
        }
    }

    private void pick(PeopleCell of, long person) {
        if (of.column().isEmpty() || values[of.column().getAsInt()] != 0) {
            picked.add(person);
        }
    }

    private void offer(long person) {
        if (rowsMax == 0) {
            return;
        }
        Candidate candidate = new Candidate(person, key(person), values);
        if (kept.size() < rowsMax) {
            stop.take(ROW_BYTES + (long) Long.BYTES * values.length, NARROWER);
            kept.add(new Candidate(person, candidate.key(), values.clone()));
        } else if (order.compare(candidate, kept.element()) < 0) {
            kept.remove();
            kept.add(new Candidate(person, candidate.key(), values.clone()));
        }
    }

    private SortKey key(long person) {
        if (plan.report.sort().isEmpty()) {
            return SortKey.of((double) person);
        }
        int column = plan.report.sort().getAsInt();
        long value = values[column];
        if (numbers.get(column).isEmpty()) {
            return SortKey.of((double) value);
        }
        if (value == 0) {
            return SortKey.NONE;
        }
        double number = numbers.get(column).get().of((int) value);
        return Double.isNaN(number) ? SortKey.of(text(column, value)) : SortKey.of(number);
    }

    private String text(int column, long code) {
        return open.personColumn(plan.number(column)).text((int) code);
    }

    void merge(PeopleFold other) {
        people += other.people;
        picked.addAll(other.picked);
        for (int column = 0; column < having.length; column++) {
            having[column] += other.having[column];
            events[column] += other.events[column];
        }
        for (Candidate candidate : other.kept) {
            kept.add(candidate);
            if (kept.size() > rowsMax) {
                kept.remove();
            }
        }
    }

    PersonSet picked() {
        return picked.build();
    }

    PeopleReportResult result() {
        List<Row> rows =
                kept.stream()
                        .sorted(order)
                        .skip(plan.report.offset())
                        .map(one -> new Row(one.person(), cells(one.values())))
                        .toList();
        List<Total> totals = new ArrayList<>();
        for (int column = 0; column < having.length; column++) {
            totals.add(new Total(having[column], events[column]));
        }
        return new PeopleReportResult(people, rows, totals);
    }

    private Optional<String> told(int column, long code) {
        if (code == 0) {
            return Optional.empty();
        }
        String text = text(column, code);
        stop.take(text.length(), NARROWER);
        return Optional.of(text);
    }

    private List<Cell> cells(long[] of) {
        List<Cell> cells = new ArrayList<>();
        stop.take((long) CELL_BYTES * of.length, NARROWER);
        for (int column = 0; column < of.length; column++) {
            cells.add(
                    switch (plan.column(column)) {
                        case ReportColumn.Property(Column property) ->
                                new Cell.Text(told(column, of[column]));
                        case ReportColumn.Membership(PersonSet members) ->
                                new Cell.Member(of[column] != 0);
                        case ReportColumn.Count(EventFilter filter, Range range) ->
                                new Cell.Events(of[column]);
                    });
        }
        return cells;
    }
}
