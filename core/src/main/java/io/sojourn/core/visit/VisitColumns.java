package io.sojourn.core.visit;

import io.sojourn.core.event.EventFlag;

/// A person's events as parallel arrays, ordered by time, then by id: what hot code cuts visits from.
/// Row numbers are shared by all arrays; the arrays are read and never kept.
///
/// @param time Unix milliseconds
/// @param activeUntil Unix milliseconds, at least the row's time
/// @param timeout idle time in milliseconds, 0 = the project's; may be empty where no project takes it as sent
/// @param campaign code of the campaign, equal codes for equal campaigns, 0 = none; may be empty where visits
///     are not split on campaigns
/// @param flags bits of [io.sojourn.core.event.EventFlag]; may be empty where no event is standalone
@SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
public record VisitColumns(
        long[] time, long[] activeUntil, long[] timeout, int[] campaign, int[] flags) {

    boolean isStandalone(int row) {
        return flags.length > 0 && EventFlag.STANDALONE.in(flags[row]);
    }

    long timeoutAt(int row) {
        return timeout.length == 0 ? 0 : timeout[row];
    }

    int campaignAt(int row) {
        return campaign.length == 0 ? 0 : campaign[row];
    }
}
