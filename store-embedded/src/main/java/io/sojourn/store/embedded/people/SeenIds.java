package io.sojourn.store.embedded.people;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PeopleBatch.Seen;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.SeenEvent;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The event ids of the last week, hour by hour, without random writes.
///
/// A batch's ids are one row. When their hour is over, or [Sizes#runEntries] have come together, they are
/// rolled into a *run*: pages in the order of the hashes, appended and never changed, dropped as a whole
/// when the hour is too old. An id is looked up in the open hour in memory, then newest first in the *groups*
/// of runs whose filter lets it pass, there in the runs whose own filter lets it pass, each one page.
///
/// Memory: 18 bits for each remembered id in filters, at most 10 MB for the open hour.
final class SeenIds {

    /// @param runEntries ids after which a run is rolled though its hour is not over
    /// @param groupEntriesMin ids of the first group
    /// @param groupEntriesMax ids of the largest groups
    record Sizes(int runEntries, int groupEntriesMin, int groupEntriesMax) {
        static final Sizes DEFAULT = new Sizes(1 << 17, 1 << 12, 1 << 21);

        Sizes withRunEntries(int entries) {
            return new Sizes(entries, groupEntriesMin, groupEntriesMax);
        }
    }

    private static final int RUN_BITS = 8;
    private static final int GROUP_BITS = 10;
    private static final int PAGE_ENTRIES = 24;
    private static final int PAGE_ID_BITS = 20;
    private static final int DROPPED_RUNS_PER_BATCH = 2;

    private record Run(long id, long hour, int entries, int bucketBits, BloomFilter filter) {}

    private static final class Group {
        final BloomFilter filter;
        final int entriesMax;
        final List<Run> runs = new ArrayList<>();
        int entries;

        Group(BloomFilter filter, int entriesMax) {
            this.filter = filter;
            this.entriesMax = entriesMax;
        }
    }

    private final Session session;
    private final Faults faults;
    private final Sizes sizes;

    private final OpenIds open = new OpenIds();
    private final List<Group> groups = new ArrayList<>();
    private boolean lastGroupIsOpen;
    private long openHour;
    private long nextBatch;
    private long nextRun;

    SeenIds(Session session, Faults faults) {
        this(session, faults, Sizes.DEFAULT);
    }

    SeenIds(Session session, Faults faults, Sizes sizes) {
        this.session = session;
        this.faults = faults;
        this.sizes = sizes;
    }

    /// Brings memory in line with what is committed.
    void load() throws SQLException {
        open.clear();
        groups.clear();
        lastGroupIsOpen = false;
        openHour = 0;
        nextBatch = 1;
        nextRun = 1;
        try (ResultSet rows =
                session.bind("SELECT id, hour, entries FROM seen_batch ORDER BY id")
                        .executeQuery()) {
            while (rows.next()) {
                nextBatch = rows.getLong(1) + 1;
                openHour = rows.getLong(2);
                open.putAll(ByteBuffer.wrap(rows.getBytes(3)));
            }
        }
        loadGroups(loadRuns());
    }

    private NavigableMap<Long, Run> loadRuns() throws SQLException {
        TreeMap<Long, Run> runs = new TreeMap<>();
        try (ResultSet rows =
                session.bind("SELECT id, hour, entries, bucket_bits, filter FROM seen_run")
                        .executeQuery()) {
            while (rows.next()) {
                runs.put(
                        rows.getLong(1),
                        new Run(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getInt(3),
                                rows.getInt(4),
                                new BloomFilter(rows.getBytes(5))));
                nextRun = Math.max(nextRun, rows.getLong(1) + 1);
            }
        }
        return runs;
    }

    private void loadGroups(NavigableMap<Long, Run> runs) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT first_run, last_run, filter FROM seen_group ORDER BY"
                                        + " first_run")
                        .executeQuery()) {
            while (rows.next()) {
                var own = runs.subMap(rows.getLong(1), true, rows.getLong(2), true);
                int entries = own.values().stream().mapToInt(Run::entries).sum();
                Group group = new Group(new BloomFilter(rows.getBytes(3)), entries);
                group.runs.addAll(own.values());
                groups.add(group);
                own.clear();
            }
        }
        int entries = runs.values().stream().mapToInt(Run::entries).sum();
        if (entries > 0) {
            openGroup(entries);
        }
        for (Run run : runs.values()) {
            Group group = groups.getLast();
            group.runs.add(run);
            group.entries += run.entries();
            for (ByteBuffer page : pages(run)) {
                while (page.hasRemaining()) {
                    group.filter.add(page.getLong(), page.getLong());
                    page.position(page.position() + OpenIds.ENTRY_BYTES - 2 * Long.BYTES);
                }
            }
        }
    }

    private List<ByteBuffer> pages(Run run) throws SQLException {
        return pages(session, run.id());
    }

    private static List<ByteBuffer> pages(Session session, long run) throws SQLException {
        List<ByteBuffer> pages = new ArrayList<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT entries FROM seen_page WHERE id >= ? AND id < ? ORDER BY"
                                        + " id",
                                run << PAGE_ID_BITS,
                                (run + 1) << PAGE_ID_BITS)
                        .executeQuery()) {
            while (rows.next()) {
                pages.add(ByteBuffer.wrap(rows.getBytes(1)));
            }
        }
        return pages;
    }

    Optional<SeenEvent> find(IdHash id, long oldestHour) throws SQLException {
        if (openHour >= oldestHour) {
            Optional<SeenEvent> found = open.get(id);
            if (found.isPresent()) {
                return found;
            }
        }
        for (int i = groups.size() - 1; i >= 0; i--) {
            Group group = groups.get(i);
            if (group.runs.isEmpty() || group.runs.getLast().hour() < oldestHour) {
                break;
            }
            if (group.filter.mayContain(id.high(), id.low())) {
                Optional<SeenEvent> found = find(group, id, oldestHour);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SeenEvent> find(Group group, IdHash id, long oldestHour) throws SQLException {
        for (Run run : group.runs.reversed()) {
            if (run.hour() < oldestHour) {
                break;
            }
            if (run.filter().mayContain(id.high(), id.low())) {
                Optional<SeenEvent> found = find(run, id);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SeenEvent> find(Run run, IdHash id) throws SQLException {
        long page = (run.id() << PAGE_ID_BITS) | OpenIds.bucket(id.high(), run.bucketBits());
        try (ResultSet rows =
                session.bind("SELECT entries FROM seen_page WHERE id = ?", page).executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            ByteBuffer entries = ByteBuffer.wrap(rows.getBytes(1));
            for (int at = 0; at < entries.limit(); at += OpenIds.ENTRY_BYTES) {
                if (entries.getLong(at) == id.high() && entries.getLong(at + 8) == id.low()) {
                    return Optional.of(
                            new SeenEvent(
                                    entries.getLong(at + 16),
                                    entries.getLong(at + 24),
                                    entries.getLong(at + 32)));
                }
            }
            return Optional.empty();
        }
    }

    /// Within the transaction of a batch. When that fails, [#load] again.
    void add(Map<IdHash, Seen> seen, long newestHour) throws SQLException {
        TreeMap<Long, List<Map.Entry<IdHash, Seen>>> byHour = new TreeMap<>();
        for (var entry : seen.entrySet()) {
            byHour.computeIfAbsent(entry.getValue().hour(), hour -> new ArrayList<>()).add(entry);
        }
        for (var hour : byHour.entrySet()) {
            if (hour.getKey() < openHour) {
                throw new IllegalStateException(
                        "seen ids of hour " + hour.getKey() + " after hour " + openHour);
            }
            if (hour.getKey() > openHour) {
                roll();
                openHour = hour.getKey();
            }
            add(hour.getValue());
            if (open.size() >= sizes.runEntries()) {
                roll();
            }
        }
        dropBefore(newestHour - PeopleStore.SEEN_HOURS);
    }

    private void add(List<Map.Entry<IdHash, Seen>> entries) throws SQLException {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * OpenIds.ENTRY_BYTES);
        for (var entry : entries) {
            IdHash id = entry.getKey();
            SeenEvent event = entry.getValue().event();
            open.put(id.high(), id.low(), event.event(), event.visitor(), event.time());
            bytes.putLong(id.high()).putLong(id.low());
            bytes.putLong(event.event()).putLong(event.visitor()).putLong(event.time());
        }
        session.update(
                "INSERT INTO seen_batch (id, hour, entries) VALUES (?, ?, ?)",
                nextBatch++,
                openHour,
                bytes.array());
    }

    private void roll() throws SQLException {
        if (open.size() == 0) {
            return;
        }
        faults.reach(FaultPoint.SEEN_BEFORE_ROLL);
        int pages = Math.ceilDiv(open.size(), PAGE_ENTRIES);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(pages - 1);
        Run run =
                new Run(
                        nextRun++,
                        openHour,
                        open.size(),
                        bits,
                        new BloomFilter(open.size(), RUN_BITS));
        Group group = groupFor(run);
        byte[][] buckets = open.buckets(bits);
        for (int i = 0; i < buckets.length; i++) {
            ByteBuffer entries = ByteBuffer.wrap(buckets[i]);
            if (entries.hasRemaining()) {
                session.update(
                        "INSERT INTO seen_page (id, entries) VALUES (?, ?)",
                        (run.id() << PAGE_ID_BITS) | i,
                        buckets[i]);
            }
            for (int at = 0; at < entries.limit(); at += OpenIds.ENTRY_BYTES) {
                run.filter().add(entries.getLong(at), entries.getLong(at + 8));
                group.filter.add(entries.getLong(at), entries.getLong(at + 8));
            }
        }
        session.update(
                "INSERT INTO seen_run (id, hour, entries, bucket_bits, filter)"
                        + " VALUES (?, ?, ?, ?, ?)",
                run.id(),
                run.hour(),
                run.entries(),
                bits,
                run.filter().stored());
        session.update("DELETE FROM seen_batch");
        group.runs.add(run);
        group.entries += run.entries();
        open.clear();
        faults.reach(FaultPoint.SEEN_AFTER_ROLL);
    }

    /// The open group, or, where the run does not fit into it any more, a new one of up to twice its size.
    private Group groupFor(Run run) throws SQLException {
        if (!lastGroupIsOpen) {
            return openGroup(run.entries());
        }
        Group last = groups.getLast();
        if (last.entries + run.entries() <= last.entriesMax) {
            return last;
        }
        session.update(
                "INSERT INTO seen_group (first_run, last_run, filter) VALUES (?, ?, ?)",
                last.runs.getFirst().id(),
                last.runs.getLast().id(),
                last.filter.stored());
        return openGroup(run.entries());
    }

    private Group openGroup(int entriesAtLeast) {
        int twice = groups.isEmpty() ? 0 : 2 * groups.getLast().entriesMax;
        int entriesMax =
                Math.max(
                        entriesAtLeast,
                        Math.clamp(twice, sizes.groupEntriesMin(), sizes.groupEntriesMax()));
        Group group = new Group(new BloomFilter(entriesMax, GROUP_BITS), entriesMax);
        groups.add(group);
        lastGroupIsOpen = true;
        return group;
    }

    private void dropBefore(long oldestHour) throws SQLException {
        for (int i = 0; i < DROPPED_RUNS_PER_BATCH && !groups.isEmpty(); i++) {
            Group oldest = groups.getFirst();
            if (oldest.runs.getFirst().hour() >= oldestHour) {
                return;
            }
            Run run = oldest.runs.removeFirst();
            session.update(
                    "DELETE FROM seen_page WHERE id >= ? AND id < ?",
                    run.id() << PAGE_ID_BITS,
                    (run.id() + 1) << PAGE_ID_BITS);
            session.update("DELETE FROM seen_run WHERE id = ?", run.id());
            if (oldest.runs.isEmpty()) {
                session.update("DELETE FROM seen_group WHERE last_run <= ?", run.id());
                groups.removeFirst();
                lastGroupIsOpen &= !groups.isEmpty();
            }
        }
    }

    /// Stands for the batches of an hour, which are newer than its runs.
    private static final long BATCHES = Long.MAX_VALUE;

    /// Told of remembered ids, by (hour, hash).
    interface Visitation {
        void visit(IdHash id, long hour, SeenEvent event);
    }

    /// Reads on a connection of the caller's, one hour in memory at a time.
    static void forEach(Session reader, long oldestHour, Visitation consumer) throws SQLException {
        TreeMap<Long, List<Long>> runsByHour = new TreeMap<>();
        try (ResultSet rows =
                reader.bind(
                                "SELECT hour, id FROM seen_run WHERE hour >= ? UNION ALL SELECT"
                                        + " DISTINCT hour, "
                                        + BATCHES
                                        + " FROM seen_batch WHERE hour >= ? ORDER BY 1, 2",
                                oldestHour,
                                oldestHour)
                        .executeQuery()) {
            while (rows.next()) {
                runsByHour
                        .computeIfAbsent(rows.getLong(1), hour -> new ArrayList<>())
                        .add(rows.getLong(2));
            }
        }
        for (var hour : runsByHour.entrySet()) {
            TreeMap<IdHash, SeenEvent> ids = new TreeMap<>();
            for (long run : hour.getValue()) {
                List<ByteBuffer> entries =
                        run == BATCHES ? batches(reader, hour.getKey()) : pages(reader, run);
                entries.forEach(page -> collect(page, ids));
            }
            ids.forEach((id, event) -> consumer.visit(id, hour.getKey(), event));
        }
    }

    private static List<ByteBuffer> batches(Session reader, long hour) throws SQLException {
        List<ByteBuffer> batches = new ArrayList<>();
        try (ResultSet rows =
                reader.bind("SELECT entries FROM seen_batch WHERE hour = ? ORDER BY id", hour)
                        .executeQuery()) {
            while (rows.next()) {
                batches.add(ByteBuffer.wrap(rows.getBytes(1)));
            }
        }
        return batches;
    }

    private static void collect(ByteBuffer entries, Map<IdHash, SeenEvent> ids) {
        while (entries.hasRemaining()) {
            IdHash id = new IdHash(entries.getLong(), entries.getLong());
            ids.put(id, new SeenEvent(entries.getLong(), entries.getLong(), entries.getLong()));
        }
    }
}
