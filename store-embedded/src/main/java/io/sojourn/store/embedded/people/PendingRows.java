package io.sojourn.store.embedded.people;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Updates that wait for their event. Every event with an id asks whether one waits for it and nearly none
/// does, so a table of bits answers first.
final class PendingRows {

    private static final String COLUMNS =
            "SELECT arrival, hash_high, hash_low, received, properties, domain, address, user_agent,"
                    + " kind, payload FROM pending_update ";
    private static final int BITS = 1 << 16;

    private final Session session;
    private final long[] bits = new long[BITS / Long.SIZE];

    PendingRows(Session session) {
        this.session = session;
    }

    /// Brings memory in line with what is committed.
    void load() throws SQLException {
        Arrays.fill(bits, 0);
        try (ResultSet rows = session.bind("SELECT hash_low FROM pending_update").executeQuery()) {
            while (rows.next()) {
                mark(rows.getLong(1));
            }
        }
    }

    private void mark(long low) {
        int bit = (int) low & (BITS - 1);
        bits[bit >>> 6] |= 1L << bit;
    }

    List<PendingUpdate> of(IdHash id) throws SQLException {
        int bit = (int) id.low() & (BITS - 1);
        if ((bits[bit >>> 6] & (1L << bit)) == 0) {
            return List.of();
        }
        return list(
                session.bind(
                        COLUMNS + "WHERE hash_high = ? AND hash_low = ? ORDER BY arrival",
                        id.high(),
                        id.low()));
    }

    List<PendingUpdate> before(long received) throws SQLException {
        return list(session.bind(COLUMNS + "WHERE received < ? ORDER BY arrival", received));
    }

    private static List<PendingUpdate> list(PreparedStatement query) throws SQLException {
        List<PendingUpdate> updates = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                updates.add(update(rows));
            }
        }
        return updates;
    }

    private static PendingUpdate update(ResultSet rows) throws SQLException {
        return new PendingUpdate(
                new IdHash(rows.getLong(2), rows.getLong(3)),
                rows.getLong(1),
                rows.getLong(4),
                PropertyJson.read(rows.getString(5)),
                new Origin(
                        SqliteText.decode(rows.getString(6)),
                        SqliteText.decode(rows.getString(7)),
                        SqliteText.decode(rows.getString(8))),
                rows.getByte(9),
                rows.getBytes(10));
    }

    void write(PeopleBatch batch) throws SQLException {
        for (PendingUpdate update : batch.pendingAdded()) {
            session.update(
                    "INSERT OR REPLACE INTO pending_update (arrival, hash_high, hash_low, received,"
                            + " properties, domain, address, user_agent, kind, payload)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    update.arrival(),
                    update.id().high(),
                    update.id().low(),
                    update.received(),
                    PropertyJson.write(update.properties()),
                    SqliteText.encode(update.origin().domain()),
                    SqliteText.encode(update.origin().address()),
                    SqliteText.encode(update.origin().userAgent()),
                    (int) update.kind(),
                    update.payload());
            mark(update.id().low());
        }
        for (long arrival : batch.pendingRemoved()) {
            session.update("DELETE FROM pending_update WHERE arrival = ?", arrival);
        }
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY arrival").executeQuery()) {
            while (rows.next()) {
                lines.accept(PeopleDump.pending(update(rows)));
            }
        }
    }
}
