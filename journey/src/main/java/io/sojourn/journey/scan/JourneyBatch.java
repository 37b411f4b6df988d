package io.sojourn.journey.scan;

/// Some persons and their kept events, as columns. A person's events are together and in order (time, then event
/// number), across all of the person's visitors, and never in two batches.
///
/// The arrays are read in place by hot loops and may be longer than what counts in them; source and analysis share
/// them only until `fold` returns, since sources fill them again.
///
/// @param people how many persons
/// @param person their numbers, ascending within a part of the scan
/// @param start `start[i]` is the first row of person `i`, `start[people]` the number of rows
/// @param firstSeen event time of the first thing known of each person, Unix milliseconds
/// @param personColumns `personColumns[c][i]` is the code of person `i` in column `c`
/// @param event numbers of the events, which are the order of arrival; empty array where the scan does not ask for them
/// @param time Unix milliseconds
/// @param mask `mask[w][row]` is word `w`; see [JourneyScan#conditions]
/// @param visit ordinal of the visit within the person, counted from 0, [io.sojourn.core.visit.Visits#NONE] in none;
///     numbers are those among all events that the scan sees, kept or not; empty array where no visits are cut
/// @param eventColumns `eventColumns[c][row]` is the code of the row in column `c`
@SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
public record JourneyBatch(
        int people,
        long[] person,
        int[] start,
        long[] firstSeen,
        int[][] personColumns,
        long[] event,
        long[] time,
        long[][] mask,
        int[] visit,
        int[][] eventColumns) {

    public int rows() {
        return start[people];
    }
}
