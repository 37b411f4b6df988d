package io.sojourn.store.people;

import java.util.ArrayList;
import java.util.List;

/// Quarantine within its limits, entry by entry. A removed entry keeps its place until it would have been
/// dropped anyway, so that what is kept does not depend on where a batch was cut.
final class InMemoryQuarantine {

    private record Place(Quarantined entry, boolean removed) {}

    private final List<Place> places = new ArrayList<>();
    private long bytes;

    void add(Quarantined entry) {
        places.add(new Place(entry, false));
        bytes += entry.payload().length;
        List<Place> group = places.stream().filter(place -> isSameGroup(place, entry)).toList();
        if (group.size() > Quarantined.ENTRIES_MAX) {
            drop(group.getFirst());
        }
        while (bytes > Quarantined.BYTES_MAX) {
            drop(places.getFirst());
        }
    }

    private static boolean isSameGroup(Place place, Quarantined entry) {
        return place.entry().reason().equals(entry.reason())
                && place.entry().origin().domain().equals(entry.origin().domain());
    }

    private void drop(Place place) {
        places.remove(place);
        bytes -= place.entry().payload().length;
    }

    void remove(long id) {
        places.replaceAll(
                place -> place.entry().id() == id ? new Place(place.entry(), true) : place);
    }

    /// By id.
    List<Quarantined> entries() {
        return places.stream().filter(place -> !place.removed()).map(Place::entry).toList();
    }
}
