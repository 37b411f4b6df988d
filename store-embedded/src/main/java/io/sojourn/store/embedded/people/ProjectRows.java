package io.sojourn.store.embedded.people;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.json.SettingsJson;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.people.PeopleState;
import io.sojourn.store.people.Tally;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a project has once: its state, its organisations, what was counted.
final class ProjectRows {

    private ProjectRows() {}

    /// @param quarantineBytes see [QuarantineRows]
    record State(PeopleState people, long quarantineBytes) {}

    static State state(Session session) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT position, next_visitor, newest_hour, settings,"
                                        + " quarantine_bytes FROM state")
                        .executeQuery()) {
            rows.next();
            String settings = rows.getString(4);
            return new State(
                    new PeopleState(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            settings.isEmpty()
                                    ? ProjectSettings.DEFAULT
                                    : SettingsJson.read(settings.getBytes(StandardCharsets.UTF_8))),
                    rows.getLong(5));
        }
    }

    static void writeState(Session session, State before, State after) throws SQLException {
        session.update(
                "UPDATE state SET position = ?, next_visitor = ?, newest_hour = ?,"
                        + " quarantine_bytes = ?",
                after.people().position(),
                after.people().nextVisitor(),
                after.people().newestHour(),
                after.quarantineBytes());
        if (!after.people().settings().equals(before.people().settings())) {
            session.update(
                    "UPDATE state SET settings = ?",
                    new String(
                            SettingsJson.write(after.people().settings()), StandardCharsets.UTF_8));
        }
    }

    static Optional<Organisation> organisation(Session session, String id) throws SQLException {
        try (ResultSet rows =
                session.bind(
                                "SELECT properties FROM organisation WHERE id = ?",
                                SqliteText.encode(id))
                        .executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            new Organisation(id, VisitorJson.readProperties(rows.getString(1))))
                    : Optional.empty();
        }
    }

    static void write(Session session, PeopleBatch batch) throws SQLException {
        for (Organisation organisation : batch.organisations()) {
            session.update(
                    "INSERT OR REPLACE INTO organisation (id, properties) VALUES (?, ?)",
                    SqliteText.encode(organisation.id()),
                    VisitorJson.writeProperties(organisation.properties()));
        }
        for (var tally : batch.tallies().entrySet()) {
            session.update(
                    "INSERT INTO tally (day, what, count) VALUES (?, ?, ?)"
                            + " ON CONFLICT (day, what) DO UPDATE SET count = count +"
                            + " excluded.count",
                    tally.getKey().day().toString(),
                    SqliteText.encode(tally.getKey().what()),
                    tally.getValue());
        }
    }

    static Map<Tally, Long> tallies(Session session) throws SQLException {
        Map<Tally, Long> tallies = new HashMap<>();
        try (ResultSet rows = session.bind("SELECT day, what, count FROM tally").executeQuery()) {
            while (rows.next()) {
                tallies.put(
                        new Tally(
                                LocalDate.parse(rows.getString(1)),
                                SqliteText.decode(rows.getString(2))),
                        rows.getLong(3));
            }
        }
        return tallies;
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        List<Organisation> organisations = new ArrayList<>();
        try (ResultSet rows = session.bind("SELECT id FROM organisation").executeQuery()) {
            while (rows.next()) {
                organisation(session, SqliteText.decode(rows.getString(1)))
                        .ifPresent(organisations::add);
            }
        }
        organisations.sort(PeopleDump.ORGANISATIONS);
        organisations.forEach(one -> lines.accept(PeopleDump.organisation(one)));
        tallies(session).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(PeopleDump.TALLIES))
                .forEach(tally -> lines.accept(PeopleDump.tally(tally.getKey(), tally.getValue())));
    }
}
