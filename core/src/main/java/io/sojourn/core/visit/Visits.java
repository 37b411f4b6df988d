package io.sojourn.core.visit;

import io.sojourn.core.event.Event;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cuts a person's events, in order, into visits: the one definition that profile, live view and questions share.
///
/// An event keeps its visit open until its `activeUntil` plus its idle time, and a visit is open until the greatest of
/// these; an event exactly then still belongs to it. A standalone event opens and prolongs nothing: it falls into the
/// visit between whose start and end it lies, both included, where a visit ends at the latest when the next begins.
/// Whether a bot's events take part is decided by whoever chooses the events.
public final class Visits {

    /// The visit of an event that lies in none.
    public static final int NONE = -1;

    private Visits() {}

    /// Writes the ordinal of each row's visit, counted from 0 within the rows, or [#NONE]. Allocates nothing per row.
    ///
    /// @param days of the project's zone
    /// @param from first row, inclusive
    /// @param to last row, exclusive
    /// @param visits written at the same row numbers
    /// @return number of visits
    public static int cut(
            VisitSettings settings,
            LocalDays days,
            VisitColumns rows,
            int from,
            int to,
            int[] visits) {
        boolean plain =
                !settings.timeoutAsSent()
                        && !settings.splitAtMidnight()
                        && !settings.splitOnCampaign()
                        && rows.flags().length == 0;
        return plain
                ? cutPlain(settings.timeoutMillis(), rows, from, to, visits)
                : cutByRules(settings, days, rows, from, to, visits);
    }

    /// Where nothing but the idle time counts, which is what most projects say: without a branch per row.
    private static int cutPlain(long idle, VisitColumns rows, int from, int to, int[] visits) {
        if (from == to) {
            return 0;
        }
        long[] time = rows.time();
        long[] activeUntil = rows.activeUntil();
        int visit = 0;
        long openUntil = Long.MAX_VALUE;
        long active = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            // An event that opens a visit was active itself later than all before it.
            visit += time[row] > openUntil ? 1 : 0;
            visits[row] = visit;
            active = Math.max(active, activeUntil[row]);
            openUntil = saturatedSum(active, idle);
        }
        return visit + 1;
    }

    private static int cutByRules(
            VisitSettings settings,
            LocalDays days,
            VisitColumns rows,
            int from,
            int to,
            int[] visits) {
        long[] time = rows.time();
        long[] activeUntil = rows.activeUntil();
        int visit = NONE;
        int campaign = 0;
        long openUntil = Long.MIN_VALUE;
        long active = Long.MIN_VALUE;
        long dayEnd = Long.MAX_VALUE;
        int settled = from;
        for (int row = from; row < to; row++) {
            if (rows.isStandalone(row)) {
                continue;
            }
            int rowCampaign = settings.splitOnCampaign() ? rows.campaignAt(row) : 0;
            boolean opens =
                    visit == NONE
                            || time[row] > openUntil
                            || time[row] >= dayEnd
                            || (rowCampaign != 0 && rowCampaign != campaign);
            settle(time, settled, row, visit, opens ? active : time[row], visits);
            if (opens) {
                visit++;
                campaign = rowCampaign;
                openUntil = Long.MIN_VALUE;
                active = Long.MIN_VALUE;
                dayEnd = settings.splitAtMidnight() ? days.endOfDay(time[row]) : Long.MAX_VALUE;
            }
            // Standalone rows of the same moment before it lie in its span too.
            for (int tied = row - 1; tied >= settled && time[tied] == time[row]; tied--) {
                visits[tied] = visit;
            }
            visits[row] = visit;
            settled = row + 1;
            active = Math.max(active, activeUntil[row]);
            openUntil =
                    Math.max(openUntil, saturatedSum(activeUntil[row], idle(settings, rows, row)));
        }
        settle(time, settled, to, visit, active, visits);
        return visit + 1;
    }

    /// Standalone rows lie in the visit begun last as far as it is known to have been active.
    private static void settle(
            long[] time, int from, int to, int visit, long active, int[] visits) {
        for (int row = from; row < to; row++) {
            visits[row] = visit != NONE && time[row] <= active ? visit : NONE;
        }
    }

    private static long idle(VisitSettings settings, VisitColumns rows, int row) {
        long own = settings.timeoutAsSent() ? rows.timeoutAt(row) : 0;
        return own > 0 ? own : settings.timeoutMillis();
    }

    private static long saturatedSum(long time, long idle) {
        long sum = time + idle;
        return idle > 0 && sum < time ? Long.MAX_VALUE : sum;
    }

    /// The visits of a person, oldest first.
    ///
    /// @param events ordered by time, then by id
    public static List<Visit> of(ProjectSettings settings, List<Event> events) {
        int[] ordinals = new int[events.size()];
        int count =
                cut(
                        settings.visits(),
                        new LocalDays(settings.zone()),
                        columns(events),
                        0,
                        events.size(),
                        ordinals);
        List<List<Event>> eventsOf = new ArrayList<>(count);
        for (int visit = 0; visit < count; visit++) {
            eventsOf.add(new ArrayList<>());
        }
        for (int i = 0; i < ordinals.length; i++) {
            if (ordinals[i] != NONE) {
                eventsOf.get(ordinals[i]).add(events.get(i));
            }
        }
        List<Visit> visits = new ArrayList<>(count);
        long nextStart = Long.MAX_VALUE;
        for (List<Event> members : eventsOf.reversed()) {
            Visit visit = visit(members, nextStart);
            visits.add(visit);
            nextStart = visit.start();
        }
        return List.copyOf(visits.reversed());
    }

    private static Visit visit(List<Event> events, long nextStart) {
        Event first = events.stream().filter(Visit::opens).findFirst().orElseThrow();
        long active = first.activeUntil();
        Map<String, Value> properties = new LinkedHashMap<>();
        for (Event event : events) {
            if (Visit.opens(event)) {
                active = Math.max(active, event.activeUntil());
            }
            properties.putAll(event.visitProperties());
        }
        return new Visit(first.id(), first.time(), Math.min(active, nextStart), events, properties);
    }

    static VisitColumns columns(List<Event> events) {
        VisitRows rows = new VisitRows();
        events.forEach(rows::add);
        return rows.columns();
    }
}
