package io.sojourn.server.segment;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.ingest.Committed;
import io.sojourn.journey.scan.PersonSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/// Who has to be looked at again in one project, gathered by ingest and taken by whoever looks. For any thread; adding
/// never waits for an evaluation.
final class Inbox {

    /// @param persons numbers of persons, and of visitors that may be some
    /// @param visitors whose persons have to be found first
    /// @param deleted visitors that are gone
    /// @param everyone all people, since something was missed
    /// @param heard whether anything was committed, be it nothing that touches a person: what owners say about
    ///     properties is such a thing
    record Taken(
            PersonSet persons,
            PersonSet visitors,
            PersonSet deleted,
            boolean everyone,
            boolean heard) {
        boolean isEmpty() {
            return touchesNobody() && !everyone && !heard;
        }

        boolean touchesNobody() {
            return persons.isEmpty() && visitors.isEmpty() && deleted.isEmpty();
        }
    }

    private PersonSet.Builder persons = new PersonSet.Builder();
    private PersonSet.Builder visitors = new PersonSet.Builder();
    private PersonSet.Builder deleted = new PersonSet.Builder();
    private boolean everyone;
    private boolean heard;

    /// Visitors whose events lie ahead of the clock, by the time at which they count.
    private final TreeMap<Long, PersonSet.Builder> later = new TreeMap<>();

    synchronized void add(Committed batch, long now) {
        heard = true;
        Set<Long> known = new HashSet<>();
        for (Committed.Touched touched : batch.visitors()) {
            known.add(touched.visitor());
            persons.add(touched.visitor());
            persons.add(touched.person());
        }
        for (EventChange change : batch.changes()) {
            find(change.visitor(), known);
        }
        for (Event event : batch.events()) {
            find(event.visitor(), known);
            if (event.time() > now) {
                later.computeIfAbsent(event.time(), added -> new PersonSet.Builder())
                        .add(event.visitor());
            }
        }
        for (long visitor : batch.deletedVisitors()) {
            deleted.add(visitor);
        }
    }

    private void find(long visitor, Set<Long> known) {
        if (known.add(visitor)) {
            visitors.add(visitor);
        }
    }

    synchronized void everyone() {
        everyone = true;
    }

    /// Puts back what could not be looked at.
    synchronized void again(Taken taken) {
        persons.addAll(taken.persons());
        visitors.addAll(taken.visitors());
        deleted.addAll(taken.deleted());
        everyone |= taken.everyone();
        heard |= taken.heard();
    }

    synchronized Taken take(long now) {
        while (!later.isEmpty() && later.firstKey() <= now) {
            visitors.addAll(later.pollFirstEntry().getValue());
        }
        Taken taken =
                new Taken(persons.build(), visitors.build(), deleted.build(), everyone, heard);
        persons = new PersonSet.Builder();
        visitors = new PersonSet.Builder();
        deleted = new PersonSet.Builder();
        everyone = false;
        heard = false;
        return taken;
    }
}
