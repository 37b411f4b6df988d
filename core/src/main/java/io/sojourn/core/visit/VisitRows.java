package io.sojourn.core.visit;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects a person's events, in order, as the [VisitColumns] that visits are cut from: some 40 bytes an event,
/// so that a million of them need not be held.
public final class VisitRows {

    /// What makes two campaigns one.
    private static final List<Attribute> CAMPAIGN =
            List.of(
                    Attribute.CAMPAIGN_NAME,
                    Attribute.CAMPAIGN_SOURCE,
                    Attribute.CAMPAIGN_MEDIUM,
                    Attribute.CAMPAIGN_CONTENT,
                    Attribute.CAMPAIGN_TERM,
                    Attribute.CAMPAIGN_ID);

    private static final int[] NO_FLAGS = {};

    private final Map<List<String>, Integer> campaigns = new HashMap<>();
    private long[] ids = new long[64];
    private long[] time = new long[64];
    private long[] activeUntil = new long[64];
    private long[] timeout = new long[64];
    private int[] campaign = new int[64];
    private int[] flags = new int[64];
    private boolean anyStandalone;
    private int count;

    public void add(Event event) {
        if (count > 0 && !inOrder(time[count - 1], ids[count - 1], event)) {
            throw new IllegalArgumentException(
                    "event " + event.id() + " before event " + ids[count - 1]);
        }
        if (count == ids.length) {
            grow(2 * count);
        }
        ids[count] = event.id();
        time[count] = event.time();
        activeUntil[count] = event.activeUntil();
        timeout[count] = event.timeout();
        campaign[count] = campaignCode(event.attributes());
        flags[count] = event.flags();
        anyStandalone |= event.is(EventFlag.STANDALONE);
        count++;
    }

    private static boolean inOrder(long timeBefore, long idBefore, Event event) {
        return timeBefore < event.time() || (timeBefore == event.time() && idBefore < event.id());
    }

    private void grow(int size) {
        ids = Arrays.copyOf(ids, size);
        time = Arrays.copyOf(time, size);
        activeUntil = Arrays.copyOf(activeUntil, size);
        timeout = Arrays.copyOf(timeout, size);
        campaign = Arrays.copyOf(campaign, size);
        flags = Arrays.copyOf(flags, size);
    }

    private int campaignCode(Attributes attributes) {
        List<String> named = CAMPAIGN.stream().map(attributes::get).toList();
        if (named.stream().allMatch(String::isEmpty)) {
            return 0;
        }
        return campaigns.computeIfAbsent(named, unknown -> campaigns.size() + 1);
    }

    public int count() {
        return count;
    }

    public long id(int row) {
        return ids[row];
    }

    public boolean opens(int row) {
        return !EventFlag.STANDALONE.in(flags[row]);
    }

    /// The rows so far; arrays may be longer than [#count].
    public VisitColumns columns() {
        return new VisitColumns(
                time, activeUntil, timeout, campaign, anyStandalone ? flags : NO_FLAGS);
    }
}
