package io.sojourn.core.path;

import io.sojourn.core.path.PathOracle.PathEvent;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// Cuts a person's events into visits, as the text says: idle time and midnight.
public final class VisitOracle {

    private VisitOracle() {}

    /// Event ids of each visit, oldest visit first. A standalone event that lies in no visit is in none.
    ///
    /// @param events of one person, by (time, id)
    public static List<List<Long>> visits(
            VisitSettings settings, ZoneId zone, List<PathEvent> events) {
        List<List<PathEvent>> visits = new ArrayList<>();
        for (PathEvent event : events) {
            if (!event.standalone()) {
                if (visits.isEmpty() || opens(settings, zone, visits.getLast(), event)) {
                    visits.add(new ArrayList<>());
                }
                visits.getLast().add(event);
            }
        }
        List<List<Long>> ids = new ArrayList<>();
        for (int visit = 0; visit < visits.size(); visit++) {
            List<Long> inVisit = new ArrayList<>();
            for (PathEvent event : events) {
                if (visits.get(visit).contains(event)
                        || (event.standalone() && spanOf(visits, event.time()) == visit)) {
                    inVisit.add(event.id());
                }
            }
            ids.add(inVisit);
        }
        return ids;
    }

    private static boolean opens(
            VisitSettings settings, ZoneId zone, List<PathEvent> visit, PathEvent event) {
        if (event.time() - activeUntil(visit) > settings.timeoutMillis()) {
            return true;
        }
        return settings.splitAtMidnight() && !day(zone, visit.getFirst()).equals(day(zone, event));
    }

    private static LocalDate day(ZoneId zone, PathEvent event) {
        return Instant.ofEpochMilli(event.time()).atZone(zone).toLocalDate();
    }

    private static long activeUntil(List<PathEvent> visit) {
        long until = Long.MIN_VALUE;
        for (PathEvent event : visit) {
            until = Math.max(until, event.activeUntil());
        }
        return until;
    }

    /// The visit begun last before the time, if it was still active then.
    private static int spanOf(List<List<PathEvent>> visits, long time) {
        int span = -1;
        for (int visit = 0; visit < visits.size(); visit++) {
            if (visits.get(visit).getFirst().time() <= time) {
                span = time <= activeUntil(visits.get(visit)) ? visit : -1;
            }
        }
        return span;
    }
}
