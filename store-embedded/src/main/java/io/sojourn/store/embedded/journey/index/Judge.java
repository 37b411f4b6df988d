package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.EventFlag;
import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.VisitColumns;
import io.sojourn.core.visit.Visits;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.VisitCut;
import java.time.ZoneOffset;
import java.util.Arrays;

/// Decides of a person's events, in order, which conditions they meet, where their names alone do not; cuts visits
/// first where the scan wants them. One thread at a time.
final class Judge {

    private final IndexScan open;
    private final JourneyScan scan;
    private final Plan plan;
    private final Version version;
    private final Batch out;
    private final int baseSize;

    /// By slot and visit, for columns of visits.
    private final int[][] visitCodes;

    /// By slot, for columns of persons.
    private final int[] personCodes;

    private final int[] columnSlots;
    private final int[] flagBits;
    private final boolean anyStandalone;
    private final LocalDays days;

    /// Whether names alone decide, at all times, and visits are all that is left to find out.
    private final boolean certain;

    /// Whether every event that is seen is kept.
    private final boolean keepsEvery;

    private final boolean ofRows;
    private final long[] words;
    private long[] activeUntil = new long[0];
    private long[] timeout = new long[0];
    private int[] campaign = new int[0];
    private int[] flags = new int[0];

    Judge(IndexScan open, Batch out) {
        this.open = open;
        this.scan = open.scan;
        this.plan = open.plan;
        this.version = open.version;
        this.out = out;
        this.baseSize = version.base().size();
        this.visitCodes = new int[open.slotOf.length][0];
        this.personCodes = new int[open.slotOf.length];
        this.columnSlots = scan.eventColumns().stream().mapToInt(open.slots::indexOf).toArray();
        this.flagBits = version.kinds().flagBits();
        this.anyStandalone = Arrays.stream(flagBits).anyMatch(EventFlag.STANDALONE::in);
        this.days = new LocalDays(scan.visits().map(VisitCut::zone).orElse(ZoneOffset.UTC));
        this.certain =
                plan.words() <= 1
                        && plan.spans().isEmpty()
                        && Plan.isAllZero(plan.depends())
                        && Plan.isOfRows(scan)
                        && scan.visits().isPresent();
        this.keepsEvery = scan.allEvents() || (plan.words() == 1 && plan.marksAllWanted());
        this.ofRows = Plan.isOfRows(scan);
        this.words = new long[plan.words()];
    }

    /// @param from first row of the person in the batch; [#prepare] was called for it
    /// @param to after its last
    /// @param at where the first one that is kept goes, not after `from`
    /// @return after the last one that is kept
    int judge(int person, int from, int to, int at) {
        for (int slot = 0; slot < personCodes.length; slot++) {
            personCodes[slot] = ofPerson(open.slotOf[slot], person);
        }
        if (scan.visits().isPresent()) {
            cut(scan.visits().get(), from, to);
        }
        if (certain) {
            return keep(from, to, at);
        }
        int next = at;
        for (int i = from; i < to; i++) {
            int row = out.rows[i];
            long time = out.time[i];
            int visit = scan.visits().isPresent() ? out.visit[i] : Visits.NONE;
            boolean kept = mask(person, row, time, visit, words);
            if (kept || scan.allEvents()) {
                out.rows[next] = row;
                out.time[next] = time;
                for (int w = 0; w < words.length; w++) {
                    out.mask[w][next] = words[w];
                }
                if (scan.visits().isPresent()) {
                    out.visit[next] = visit;
                }
                if (!ofRows) {
                    columns(person, row, time, visit, next);
                }
                next++;
            }
        }
        return next;
    }

    /// The same where only visits had to be cut: the common case of paths. [#prepare] has filled the masks.
    private int keep(int from, int to, int at) {
        if (keepsEvery) {
            return out.move(from, to, at);
        }
        int next = at;
        for (int i = from; i < to && plan.words() > 0; i++) {
            long word = out.mask[0][i];
            if (word != 0) {
                out.rows[next] = out.rows[i];
                out.time[next] = out.time[i];
                out.visit[next] = out.visit[i];
                out.mask[0][next++] = word;
            }
        }
        return next;
    }

    private int ofPerson(IndexScan.Slot slot, int person) {
        return switch (slot.scope()) {
            case PERSON -> slot.person().orElseThrow().at(person, scan.asOf());
            case PERSON_FIRST -> slot.person().orElseThrow().first(person, scan.asOf());
            case EVENT, EVENT_NAME, VISIT, PERSON_AT_EVENT -> 0;
        };
    }

    private int kind(int row) {
        return row < baseSize
                ? version.base().kinds().get(row)
                : version.delta().kinds()[row - baseSize];
    }

    /// @return whether it meets any
    private boolean mask(int person, int row, long time, int visit, long[] words) {
        int kind = kind(row);
        long any = 0;
        for (int w = 0; w < words.length; w++) {
            long within = -1;
            for (Plan.Span span : plan.spans()) {
                if (time < span.from() || time >= span.to()) {
                    within &= ~span.conditions()[w];
                }
            }
            long word = plan.always()[w][kind] & within;
            long open = plan.depends()[w][kind] & within;
            while (open != 0) {
                int bit = Long.numberOfTrailingZeros(open);
                open &= open - 1;
                if (passes(plan.choices()[w * Long.SIZE + bit][kind], person, row, time, visit)) {
                    word |= 1L << bit;
                }
            }
            words[w] = word;
            any |= word;
        }
        return any != 0;
    }

    private boolean passes(Check[][] choices, int person, int row, long time, int visit) {
        for (Check[] choice : choices) {
            boolean all = true;
            for (int i = 0; i < choice.length && all; i++) {
                all = choice[i].matches(code(choice[i].slot(), person, row, time, visit));
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private int code(int slot, int person, int row, long time, int visit) {
        IndexScan.Slot one = open.slotOf[slot];
        return switch (one.scope()) {
            case EVENT -> one.event().orElseThrow().code(0, row);
            case VISIT -> visit == Visits.NONE ? 0 : visitCodes[slot][visit];
            case PERSON_AT_EVENT -> one.person().orElseThrow().at(person, time);
            case PERSON, PERSON_FIRST -> personCodes[slot];
            case EVENT_NAME -> version.kinds().name(kind(row));
        };
    }

    /// Columns that depend on more than the row; the others are gathered once per batch.
    private void columns(int person, int row, long time, int visit, int at) {
        for (int c = 0; c < columnSlots.length; c++) {
            Column.Scope scope = scan.eventColumns().get(c).scope();
            if (scope != Column.Scope.EVENT && scope != Column.Scope.EVENT_NAME) {
                out.eventColumns[c][at] = code(columnSlots[c], person, row, time, visit);
            }
        }
    }

    /// Gathers what visits are cut from, for the rows of one person or of several, and what names alone decide.
    void prepare(int from, int to) {
        if (scan.visits().isEmpty()) {
            return;
        }
        if (certain && plan.words() > 0) {
            long[] table = plan.always()[0];
            int[] behind = version.delta().kinds();
            version.base().kinds().gather(out.rows, from, to, behind, table, out.mask[0]);
        }
        int room = out.rows.length;
        if (activeUntil.length < room) {
            activeUntil = new long[room];
            flags = new int[anyStandalone ? room : 0];
            timeout = new long[inputs().timeout().isPresent() ? room : 0];
            campaign = new int[inputs().campaign().isPresent() ? room : 0];
        }
        LongColumn.View active = inputs().activeUntil();
        active.base().gather(out.rows, from, to, active.delta(), activeUntil);
        if (anyStandalone) {
            version.base().kinds().gather(out.rows, from, to, version.delta().kinds(), flags);
            for (int i = from; i < to; i++) {
                flags[i] = flagBits[flags[i]];
            }
        }
        if (timeout.length > 0) {
            for (int i = from; i < to; i++) {
                timeout[i] = inputs().timeout().orElseThrow().get(out.rows[i]);
            }
        }
        if (campaign.length > 0) {
            for (int i = from; i < to; i++) {
                campaign[i] = inputs().campaign().orElseThrow().code(0, out.rows[i]);
            }
        }
    }

    private Version.VisitInputs inputs() {
        return version.visits().orElseThrow();
    }

    private void cut(VisitCut cut, int from, int to) {
        int count =
                Visits.cut(
                        cut.settings(),
                        days,
                        new VisitColumns(out.time, activeUntil, timeout, campaign, flags),
                        from,
                        to,
                        out.visit);
        for (int slot = 0; slot < visitCodes.length; slot++) {
            if (open.slotOf[slot].scope() == Column.Scope.VISIT) {
                ofVisits(slot, count, from, to);
            }
        }
    }

    /// The last value that one of its events carried, else the attribute of its first one that is not standalone.
    private void ofVisits(int slot, int count, int from, int to) {
        int[] codes = visitCodes[slot];
        if (codes.length < count) {
            codes = new int[2 * count];
            visitCodes[slot] = codes;
        }
        TextColumn.View column = open.slotOf[slot].event().orElseThrow();
        Arrays.fill(codes, 0, count, -1);
        for (int i = from; i < to; i++) {
            boolean opens =
                    out.visit[i] != Visits.NONE
                            && (!anyStandalone || !EventFlag.STANDALONE.in(flags[i]));
            if (opens && codes[out.visit[i]] < 0) {
                codes[out.visit[i]] = column.code(1, out.rows[i]);
            }
        }
        for (int i = from; i < to; i++) {
            int carried = out.visit[i] == Visits.NONE ? 0 : column.code(0, out.rows[i]);
            if (carried != 0) {
                codes[out.visit[i]] = carried;
            }
        }
    }
}
