package io.sojourn.journey;

import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import java.util.Optional;

/// What every question is asked with.
///
/// @param asOf Unix milliseconds, what is later does not count
/// @param people who it is asked about, empty = everyone
/// @param bots whether events of bots count
public record Context(
        long asOf, Calendar calendar, VisitCut visits, Optional<PersonSet> people, boolean bots) {

    /// A scan of these people as of that time.
    public JourneyScan.Builder scan() {
        return new JourneyScan.Builder(asOf).people(people).bots(bots).visitsOfColumns(visits);
    }

    public Context among(PersonSet only) {
        return new Context(asOf, calendar, visits, Optional.of(only), bots);
    }
}
