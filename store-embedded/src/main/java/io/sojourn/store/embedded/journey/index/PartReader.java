package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;

/// Reads persons one after the other into batches. One thread at a time.
///
/// Of each visitor of a person the wanted rows are selected into the batch; the pieces of several visitors are merged;
/// then, where names alone do not decide, [Judge] cuts visits, answers conditions and drops what meets none.
final class PartReader {

    private static final int SPAN_ROWS = 4096;

    private final IndexScan open;
    private final JourneyScan scan;
    private final Plan plan;
    private final Who who;
    private final Base base;
    private final Delta delta;
    private final BitSet gone;
    private final boolean anyGone;

    /// Whether somebody was first seen after the scan's `asOf`.
    private final boolean anyLater;

    private final int baseSize;
    private final Batch out;
    private final Filler filler;
    private final Merger merger;
    private final Judge judge;

    /// Where the condition is marked that opens journeys; no word where none does.
    private final int openingWord;

    private final long openingBit;

    /// The first row of the base that no visitor was given yet, and the first of those that are selected; these are not
    /// used where all are wanted.
    private int nextRow;

    private int[] selected = new int[SPAN_ROWS + 1];
    private int selectedEnd;
    private int nextSelected;

    private int[] pieces = new int[8];
    private int pieceCount;
    private int group;
    private int rows;
    private long looked;

    PartReader(IndexScan open) {
        this.open = open;
        this.scan = open.scan;
        this.plan = open.plan;
        this.who = open.who;
        this.base = open.version.base();
        this.delta = open.version.delta();
        this.gone = open.version.gone();
        this.anyGone = !gone.isEmpty();
        this.anyLater = scan.asOf() < who.newestSeen();
        this.baseSize = base.size();
        this.out =
                new Batch(
                        plan.words(),
                        scan.visits().isPresent(),
                        scan.eventNumbers(),
                        scan.eventColumns().size(),
                        scan.personColumns().size());
        int opening = scan.opening().orElse(-1);
        this.openingWord = opening < 0 ? -1 : opening / Long.SIZE;
        this.openingBit = 1L << opening;
        this.filler = new Filler(open, out);
        this.merger = new Merger(open.version);
        this.judge = new Judge(open, out);
    }

    /// Persons whose number lies in a range of visitors.
    ///
    /// Rows are selected for many visitors at once: a loop over thousands of them costs half of as many short ones, and
    /// who has none of them is passed in a step.
    void read(int from, int to, Consumer<JourneyBatch> consumer) {
        begin(from);
        int visitor = Math.max(1, from);
        while (visitor < to) {
            int end = spanEnd(visitor, to);
            nextRow = firstRow(visitor);
            int last = firstRow(end);
            looked += last - nextRow;
            if (!plan.wantsAll()) {
                if (selected.length <= last - nextRow) {
                    selected = new int[last - nextRow + 1];
                }
                selectedEnd = base.kinds().select(plan.wanted(), nextRow, last, selected, 0);
                nextSelected = 0;
            }
            while (visitor < end) {
                int alone = aloneUntil(visitor, end);
                if (alone > visitor) {
                    ofAlone(visitor, alone, consumer);
                    visitor = alone;
                } else {
                    ofSpan(visitor++, consumer);
                }
            }
        }
        end(consumer);
    }

    /// First row of the base of a visitor or, where it has none there, of the next one.
    private int firstRow(int visitor) {
        return visitor < base.visitors() ? base.start()[visitor] : baseSize;
    }

    /// The end of a run of persons who are one visitor each, with nothing but rows of the base: most are.
    private int aloneUntil(int from, int end) {
        int[] groups = delta.groups();
        while (group < groups.length && groups[group] < from) {
            group++;
        }
        int until = Math.min(end, from + Batch.PEOPLE);
        until = group < groups.length ? Math.min(until, groups[group]) : until;
        int deleted = anyGone ? gone.nextSetBit(from) : -1;
        until = deleted >= 0 ? Math.min(until, deleted) : until;
        int visitor = from;
        while (visitor < until
                && who.person(visitor) == visitor
                && who.next(visitor) == 0
                && (!anyLater || who.firstSeen(visitor) <= scan.asOf())) {
            visitor++;
        }
        return visitor;
    }

    /// Appends the wanted rows of the base from where the last call ended.
    ///
    /// @return after the last one
    private int take(int at, int endRow) {
        int to = at;
        if (plan.wantsAll()) {
            out.ensure(at + endRow - nextRow);
            int[] rows = out.rows;
            for (int row = nextRow; row < endRow; row++) {
                rows[to++] = row;
            }
        } else {
            int from = nextSelected;
            nextSelected = selectedUntil(endRow);
            out.ensure(at + nextSelected - from);
            System.arraycopy(selected, from, out.rows, at, nextSelected - from);
            to += nextSelected - from;
        }
        nextRow = endRow;
        return to;
    }

    private int selectedUntil(int endRow) {
        int next = nextSelected;
        while (next < selectedEnd && selected[next] < endRow) {
            next++;
        }
        return next;
    }

    /// Persons of one visitor each: their rows are filled together.
    private void ofAlone(int from, int until, Consumer<JourneyBatch> consumer) {
        if (out.people + until - from > Batch.PEOPLE) {
            flush(consumer);
        }
        int next = rows;
        int end = take(rows, firstRow(until));
        boolean late = plan.simple() && filler.isTimeLate();
        if (plan.simple()) {
            end = filler.masks(rows, end);
        } else {
            end = filler.seen(rows, end);
            judge.prepare(rows, end);
        }
        int filled = rows;
        int[] chosen = out.rows;
        for (int visitor = from; visitor < until; visitor++) {
            int first = next;
            int endRow = firstRow(visitor + 1);
            while (next < end && chosen[next] < endRow) {
                next++;
            }
            if (next > first || scan.everyone()) {
                keep(visitor, first, next);
            }
        }
        if (late) {
            filler.times(filled, rows);
        }
        if (rows >= Batch.ROWS || out.people == Batch.PEOPLE) {
            flush(consumer);
        }
    }

    /// Adds a person unless nothing of it is kept.
    ///
    /// @param from first of its rows, in order; from [#rows] on they are free to move
    private void keep(int person, int from, int to) {
        int begin = rows;
        int end = to;
        int first = from;
        if (!plan.simple() && from < to) {
            end = judge.judge(person, from, to, begin);
            first = begin;
        }
        if (openingWord >= 0) {
            first = opening(first, end);
        }
        rows = out.move(first, end, begin);
        if (rows > begin || scan.everyone()) {
            add(person, begin);
        }
    }

    /// The first row of the moment at which a journey opens.
    private int opening(int from, int to) {
        long[] mask = out.mask[openingWord];
        int first = from;
        while (first < to && (mask[first] & openingBit) == 0) {
            first++;
        }
        if (first == from || first == to) {
            return first;
        }
        long moment = time(first);
        while (first > from && time(first - 1) == moment) {
            first--;
        }
        return first;
    }

    private long time(int at) {
        return plan.simple() ? filler.time(at) : out.time[at];
    }

    /// Visitors from one on that together have about as many events as fit into the cache.
    private int spanEnd(int visitor, int to) {
        int[] start = base.start();
        int known = Math.min(to, base.visitors());
        if (visitor >= known) {
            return to;
        }
        int end = visitor + 1;
        int limit = start[visitor] + SPAN_ROWS;
        while (end < known && start[end + 1] <= limit) {
            end++;
        }
        return end;
    }

    private void ofSpan(int visitor, Consumer<JourneyBatch> consumer) {
        int endRow = firstRow(visitor + 1);
        int[] groups = delta.groups();
        boolean added = group < groups.length && groups[group] == visitor;
        boolean isPerson =
                who.person(visitor) == visitor
                        && (!anyLater || who.firstSeen(visitor) <= scan.asOf());
        pieceCount = 0;
        int begin = rows;
        int end = take(begin, endRow);
        if (!isPerson) {
            return;
        }
        if (!anyGone || !gone.get(visitor)) {
            fillPiece(end);
            if (added) {
                ofDelta(group);
            }
        }
        for (int other = who.next(visitor); other != 0; other = who.next(other)) {
            visitor(other, delta.group(other));
        }
        finish(visitor, begin, consumer);
    }

    /// Some persons, ascending.
    void read(int[] members, int from, int to, Consumer<JourneyBatch> consumer) {
        begin(from < to ? members[from] : 0);
        for (int i = from; i < to; i++) {
            person(members[i], consumer);
        }
        end(consumer);
    }

    private void begin(int visitor) {
        group = delta.groupFrom(visitor);
        rows = 0;
        out.people = 0;
        looked = 0;
    }

    private void end(Consumer<JourneyBatch> consumer) {
        if (out.people > 0) {
            flush(consumer);
        }
        open.looked(looked);
    }

    private void person(int person, Consumer<JourneyBatch> consumer) {
        int begin = rows;
        pieceCount = 0;
        for (int visitor = person; visitor != 0; visitor = who.next(visitor)) {
            visitor(visitor, delta.group(visitor));
        }
        finish(person, begin, consumer);
    }

    private void finish(int person, int begin, Consumer<JourneyBatch> consumer) {
        if (pieceCount > 1) {
            merger.merge(out, plan.simple(), pieces, pieceCount, rows);
        }
        int end = rows;
        rows = begin;
        if (!plan.simple()) {
            judge.prepare(begin, end);
        }
        if (end > begin || scan.everyone()) {
            keep(person, begin, end);
        }
        if (rows >= Batch.ROWS || out.people == Batch.PEOPLE) {
            flush(consumer);
        }
    }

    private void visitor(int visitor, int deltaGroup) {
        if (anyGone && gone.get(visitor)) {
            return;
        }
        int from = base.from(visitor);
        int to = base.to(visitor);
        if (from < to) {
            looked += to - from;
            out.ensure(rows + to - from);
            int end = base.kinds().select(plan.wanted(), from, to, out.rows, rows);
            if (end > rows) {
                fillPiece(end);
            }
        }
        if (deltaGroup >= 0) {
            ofDelta(deltaGroup);
        }
    }

    /// @param end of the selected rows, which begin where the last piece ended
    private void fillPiece(int end) {
        if (!plan.simple()) {
            piece(filler.seen(rows, end));
            return;
        }
        int kept = filler.masks(rows, end);
        if (filler.isTimeLate()) {
            filler.times(rows, kept);
        }
        piece(kept);
    }

    /// @param end of the rows that begin where the last ones ended
    private void piece(int end) {
        if (end > rows) {
            if (pieceCount == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * pieceCount);
            }
            pieces[pieceCount++] = rows;
            rows = end;
        }
    }

    private void ofDelta(int deltaGroup) {
        int from = delta.groupStart()[deltaGroup];
        int to = delta.groupStart()[deltaGroup + 1];
        looked += to - from;
        out.ensure(rows + to - from);
        int next = rows;
        for (int i = from; i < to; i++) {
            int row = delta.order()[i];
            if (row >= delta.count()) {
                continue;
            }
            int kind = delta.kinds()[row];
            long time = delta.times()[row];
            if (plan.wanted()[kind] != 0 && time <= plan.latest()) {
                boolean masked = plan.simple() && plan.words() > 0;
                long mask = masked ? filler.mask(kind, baseSize + row, time) : 0;
                if (mask != 0 || !plan.simple() || scan.allEvents()) {
                    out.rows[next] = baseSize + row;
                    out.time[next] = time;
                    if (masked) {
                        out.mask[0][next] = mask;
                    }
                    next++;
                }
            }
        }
        piece(next);
    }

    private void add(int person, int begin) {
        int at = out.people++;
        out.person[at] = person;
        out.start[at] = begin;
        out.start[at + 1] = rows;
        out.firstSeen[at] = who.firstSeen(person);
        for (int c = 0; c < out.personColumns.length; c++) {
            out.personColumns[c][at] = open.personCode(c, person);
        }
    }

    private void flush(Consumer<JourneyBatch> consumer) {
        for (int c = 0; c < out.eventColumns.length; c++) {
            Column column = scan.eventColumns().get(c);
            if (column.scope() == Column.Scope.EVENT_NAME) {
                names(out.eventColumns[c]);
            } else if (column.scope() == Column.Scope.EVENT) {
                codes(
                        open.slotOf[open.slots.indexOf(column)].event().orElseThrow(),
                        out.eventColumns[c]);
            }
        }
        if (scan.eventNumbers()) {
            LongColumn.View numbers = open.version.numbers().get();
            for (int i = 0; i < rows; i++) {
                int row = out.rows[i];
                out.event[i] =
                        row < baseSize ? numbers.base().get(row) : delta.events()[row - baseSize];
            }
        }
        consumer.accept(out.batch());
        out.people = 0;
        rows = 0;
    }

    private void names(int[] target) {
        base.kinds().gather(out.rows, 0, rows, delta.kinds(), target);
        int[] names = open.version.kinds().nameCodes();
        for (int i = 0; i < rows; i++) {
            target[i] = names[target[i]];
        }
    }

    private void codes(TextColumn.View column, int[] target) {
        column.base()[0].gather(out.rows, 0, rows, column.delta()[0], target);
    }
}
