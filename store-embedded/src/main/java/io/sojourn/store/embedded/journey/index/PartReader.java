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
    private final Merger merger;
    private final Judge judge;

    /// Wanted rows of the base of a span of visitors, and the first that none of them was given yet.
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
        this.merger = new Merger(open.version);
        this.judge = new Judge(open, out);
    }

    /// Persons whose number lies in a range of visitors.
    ///
    /// Rows are selected for many visitors at once: a loop over thousands of them costs half of as many short ones, and
    /// who has none of them is passed in a step.
    void read(int from, int to, Consumer<JourneyBatch> consumer) {
        begin(from);
        int[] start = base.start();
        int visitor = Math.max(1, from);
        while (visitor < to) {
            int end = spanEnd(visitor, to);
            int first = base.from(visitor);
            int last = end <= base.visitors() ? start[end] : baseSize;
            if (visitor >= base.visitors()) {
                first = last;
            }
            if (selected.length <= last - first) {
                selected = new int[last - first + 1];
            }
            selectedEnd = base.kinds().select(plan.wanted(), first, last, selected, 0);
            nextSelected = 0;
            looked += last - first;
            for (; visitor < end; visitor++) {
                ofSpan(visitor, consumer);
            }
        }
        end(consumer);
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
        int from = nextSelected;
        int end = base.to(visitor);
        while (nextSelected < selectedEnd && selected[nextSelected] < end) {
            nextSelected++;
        }
        int[] groups = delta.groups();
        while (group < groups.length && groups[group] < visitor) {
            group++;
        }
        boolean added = group < groups.length && groups[group] == visitor;
        if (from == nextSelected && !added && !scan.everyone() && who.next(visitor) == 0) {
            return;
        }
        if (who.person(visitor) != visitor || (anyLater && who.firstSeen(visitor) > scan.asOf())) {
            return;
        }
        int begin = rows;
        pieceCount = 0;
        if (!anyGone || !gone.get(visitor)) {
            int count = nextSelected - from;
            if (count > 0) {
                out.ensure(rows + count);
                System.arraycopy(selected, from, out.rows, rows, count);
                fillPiece(rows + count);
            }
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
        if (!plan.simple() && rows > begin) {
            rows = judge.judge(person, begin, rows);
        }
        if (rows > begin || scan.everyone()) {
            add(person, begin, consumer);
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
        piece(plan.simple() ? fillSimple(rows, end) : fill(rows, end));
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
                long mask = plan.words() == 0 ? 0 : within(plan.always()[0][kind], time);
                if (mask != 0 || !plan.simple() || scan.allEvents()) {
                    out.rows[next] = baseSize + row;
                    out.time[next] = time;
                    if (plan.words() > 0) {
                        out.mask[0][next] = mask;
                    }
                    next++;
                }
            }
        }
        piece(next);
    }

    private long within(long mask, long time) {
        long left = mask;
        for (Plan.Span span : plan.spans()) {
            if (time < span.from() || time >= span.to()) {
                left &= ~span.conditions()[0];
            }
        }
        return left;
    }

    /// Times and masks of rows of the base that are selected, where names and times decide all.
    private int fillSimple(int from, int to) {
        if (!plan.spans().isEmpty() || plan.latest() != Long.MAX_VALUE) {
            return fillMasked(from, to);
        }
        base.times().gather(out.rows, from, to, out.time);
        if (plan.words() > 0) {
            int[] chosen = out.rows;
            long[] mask = out.mask[0];
            long[] always = plan.always()[0];
            Codes kinds = base.kinds();
            for (int i = from; i < to; i++) {
                mask[i] = always[kinds.get(chosen[i])];
            }
        }
        return to;
    }

    private int fillMasked(int from, int to) {
        int next = from;
        for (int i = from; i < to; i++) {
            int row = out.rows[i];
            long at = base.times().get(row);
            long bits = plan.words() == 0 ? 0 : within(plan.always()[0][base.kinds().get(row)], at);
            if (at <= plan.latest() && (bits != 0 || scan.allEvents())) {
                out.rows[next] = row;
                out.time[next] = at;
                if (plan.words() > 0) {
                    out.mask[0][next] = bits;
                }
                next++;
            }
        }
        return next;
    }

    /// Times only; the rest is judged later.
    private int fill(int from, int to) {
        base.times().gather(out.rows, from, to, out.time);
        if (plan.latest() == Long.MAX_VALUE) {
            return to;
        }
        int next = from;
        for (int i = from; i < to; i++) {
            int row = out.rows[i];
            long at = out.time[i];
            out.rows[next] = row;
            out.time[next] = at;
            next += at <= plan.latest() ? 1 : 0;
        }
        return next;
    }

    private void add(int person, int begin, Consumer<JourneyBatch> consumer) {
        int at = out.people++;
        out.person[at] = person;
        out.start[at] = begin;
        out.start[at + 1] = rows;
        out.firstSeen[at] = who.firstSeen(person);
        for (int c = 0; c < out.personColumns.length; c++) {
            out.personColumns[c][at] = open.personCode(c, person);
        }
        if (rows >= Batch.ROWS || out.people == Batch.PEOPLE) {
            flush(consumer);
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
        Kinds kinds = open.version.kinds();
        for (int i = 0; i < rows; i++) {
            int row = out.rows[i];
            target[i] =
                    kinds.name(
                            row < baseSize ? base.kinds().get(row) : delta.kinds()[row - baseSize]);
        }
    }

    private void codes(TextColumn.View column, int[] target) {
        if (delta.count() == 0) {
            column.base()[0].gather(out.rows, 0, rows, target);
        } else {
            for (int i = 0; i < rows; i++) {
                target[i] = column.code(0, out.rows[i]);
            }
        }
    }
}
