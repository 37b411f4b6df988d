package io.sojourn.core.person;

import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The number that events are stored under: **one interval of ownership of one identifier value**.
/// Which person it belongs to can change at any time; the events under it never move.
///
/// Intervals of one value do not overlap. A person's number is the lowest number among its visitors.
/// Changed only by the single ingest thread of its project; readers get copies of their own.
public final class Visitor {

    /// The end of an interval that is still open.
    public static final long OPEN = Long.MAX_VALUE;

    private final long number;
    private final Identifier identifier;
    private final long from;
    private long end;
    private boolean retired;
    private long person;

    private long firstTime;
    private long lastTime;
    private long lastArrival;
    private long lastReceived;
    private long events;
    private long botEvents;
    private LatestEvent latest = LatestEvent.NONE;
    private Link link = Link.UNKNOWN;
    private final Map<String, PropertyHistory> properties = new LinkedHashMap<>();
    private final Map<Long, Boolean> apart = new TreeMap<>();

    /// The newest event that can belong to a visit; pings prolong it.
    ///
    /// @param id 0 = none yet
    public record LatestEvent(long id, long time, long activeUntil) {
        public static final LatestEvent NONE = new LatestEvent(0, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /// What joined the visitor to its person, last.
    ///
    /// @param arrival event id of the statement; of a command, of its record; 0 = not known
    /// @param time event time of the statement; of a command, when it was received
    /// @param user number of the user who gave the command, 0 = none or not known
    public record Link(Kind kind, long arrival, long time, long user) {
        public enum Kind {
            /// A request named the identifier: alone, or beside others of the person.
            NAMED,
            /// A request named it beside identifiers of another person, and the two became one.
            MERGED,
            MERGED_BY_HAND,
            UNMERGED_BY_HAND
        }

        /// Of visitors that were stored before links were kept.
        public static final Link UNKNOWN = new Link(Kind.NAMED, 0, 0, 0);
    }

    /// @param number from the project's counter, from 1
    /// @param from begin of the interval, event time in Unix milliseconds, inclusive
    /// @param end end of the interval, exclusive, or [#OPEN]
    /// @param person number of the person it belongs to
    public Visitor(long number, Identifier identifier, long from, long end, long person) {
        this.number = number;
        this.identifier = identifier;
        this.from = from;
        this.end = end;
        this.person = person;
        this.firstTime = Long.MAX_VALUE;
        this.lastTime = Long.MIN_VALUE;
    }

    public long number() {
        return number;
    }

    public Identifier identifier() {
        return identifier;
    }

    public long from() {
        return from;
    }

    public long end() {
        return end;
    }

    public long person() {
        return person;
    }

    /// Retired beyond the limit of live identifiers: resolves nobody from its end on.
    public boolean retired() {
        return retired;
    }

    /// Still resolves new traffic.
    public boolean live() {
        return end == OPEN;
    }

    /// Lowest event time seen, `Long.MAX_VALUE` before anything was.
    public long firstTime() {
        return firstTime;
    }

    /// Highest event time seen, `Long.MIN_VALUE` before anything was.
    public long lastTime() {
        return lastTime;
    }

    /// Event id of the newest item that named this identifier: the order of "least recently seen".
    public long lastArrival() {
        return lastArrival;
    }

    /// Received time of the newest event or ping, which decides who is online.
    public long lastReceived() {
        return lastReceived;
    }

    /// Events that are not marked as a bot's.
    public long events() {
        return events;
    }

    public long botEvents() {
        return botEvents;
    }

    public LatestEvent latest() {
        return latest;
    }

    public Link link() {
        return link;
    }

    public void linkedBy(Link newest) {
        link = newest;
    }

    public Map<String, PropertyHistory> properties() {
        return Collections.unmodifiableMap(properties);
    }

    /// Un-merges that this visitor took part in: id of the un-merge -> side. Visitors on different
    /// sides of one un-merge are not joined again by themselves.
    public Map<Long, Boolean> apart() {
        return Collections.unmodifiableMap(apart);
    }

    public void cutAt(long time) {
        end = Math.min(end, time);
    }

    public void retireAt(long time) {
        end = Math.min(end, time);
        retired = true;
    }

    public void belongTo(long newPerson) {
        person = newPerson;
    }

    /// The identifier was named by a request.
    public void seen(long time, long arrival) {
        firstTime = Math.min(firstTime, time);
        lastTime = Math.max(lastTime, time);
        lastArrival = Math.max(lastArrival, arrival);
    }

    public void present(long received) {
        lastReceived = Math.max(lastReceived, received);
    }

    public void counted(boolean bot) {
        if (bot) {
            botEvents++;
        } else {
            events++;
        }
    }

    public void latestIs(LatestEvent event) {
        latest = event;
    }

    /// @return whether the history changed
    public boolean state(String key, Value value, long time, long arrival) {
        return properties
                .computeIfAbsent(key, k -> new PropertyHistory())
                .state(value, time, arrival);
    }

    public void keepApart(long unmerge, boolean side) {
        apart.put(unmerge, side);
    }

    public void forgetApart(long unmerge) {
        apart.remove(unmerge);
    }

    /// Brings back what a store kept.
    public void restore(
            boolean wasRetired,
            long first,
            long last,
            long arrival,
            long received,
            long eventCount,
            long botEventCount,
            LatestEvent latestEvent,
            Map<String, PropertyHistory> histories,
            Map<Long, Boolean> sides) {
        retired = wasRetired;
        firstTime = first;
        lastTime = last;
        lastArrival = arrival;
        lastReceived = received;
        events = eventCount;
        botEvents = botEventCount;
        latest = latestEvent;
        properties.putAll(histories);
        apart.putAll(sides);
    }

    @Override
    public String toString() {
        return "visitor "
                + number
                + " "
                + identifier
                + " ["
                + from
                + ", "
                + (live() ? "" : end)
                + ") of person "
                + person;
    }
}
