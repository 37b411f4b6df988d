package io.sojourn.store.embedded.catalog;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Domains;
import io.sojourn.store.embedded.sqlite.Readers;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteBackup;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.Quarantined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The catalog in `catalog.db`. Projects and keys are few and asked for by every request: they are answered
/// from memory, by any number of threads. Every change is on disk on return, but for refusals: those survive
/// the end of the process and reach the disk with the next other change.
public final class SqliteCatalog implements Catalog {

    public static final String FILE = "catalog.db";

    private static final String MIGRATIONS = "io/sojourn/store/embedded/catalog";
    private static final int VERSION = 1;
    private static final int CACHE_KIB = 2_048;
    private static final int PER_MINUTE_MAX = 1_000_000;

    private final SqliteFile file;
    private final Faults faults;
    private final InstantSource clock;
    private final Session writer;
    private final Readers readers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Refusals refusals;
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private volatile List<Project> projects = List.of();
    private volatile long confirmed;

    private SqliteCatalog(SqliteFile file, Session writer, InstantSource clock, Faults faults)
            throws SQLException {
        this.file = file;
        this.faults = faults;
        this.clock = clock;
        this.writer = writer;
        this.readers = new Readers(file);
        this.refusals = new Refusals(writer);
        load();
    }

    /// @param data the data folder; made when it is missing
    /// @param clock dates users
    /// @throws ProblemException `DATA_FOLDER` where the file is newer than this program, damaged or not writable
    public static SqliteCatalog open(Path data, InstantSource clock, Faults faults) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new ProblemException(
                    Code.DATA_FOLDER, "cannot make the folder " + data + ": " + e.getMessage());
        }
        SqliteFile file = new SqliteFile(data.resolve(FILE), MIGRATIONS, VERSION);
        Session writer = file.openWriter(CACHE_KIB);
        try {
            return new SqliteCatalog(file, writer, clock, faults);
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    private void load() throws SQLException {
        projects = readProjects();
        keys.clear();
        try (ResultSet rows =
                writer.bind("SELECT app_id, secret_hash, user, name, created FROM api_key")
                        .executeQuery()) {
            while (rows.next()) {
                keys.put(
                        rows.getString(1),
                        new ApiKey(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                SqliteText.decode(rows.getString(4)),
                                Instant.ofEpochMilli(rows.getLong(5))));
            }
        }
        confirmed = writer.number("SELECT position FROM confirmed");
        refusals.load();
    }

    private List<Project> readProjects() throws SQLException {
        List<Project> read = new ArrayList<>();
        try (ResultSet rows =
                writer.bind(
                                "SELECT id, name, key_required, per_address_per_minute FROM project"
                                        + " ORDER BY id")
                        .executeQuery()) {
            while (rows.next()) {
                read.add(
                        new Project(
                                new ProjectId(rows.getInt(1)),
                                rows.getString(2),
                                readDomains(rows.getInt(1)),
                                new TrackingOptions(rows.getBoolean(3), rows.getInt(4))));
            }
        }
        return List.copyOf(read);
    }

    private List<String> readDomains(int project) throws SQLException {
        List<String> domains = new ArrayList<>();
        try (ResultSet rows =
                writer.bind("SELECT name FROM domain WHERE project = ? ORDER BY ordinal", project)
                        .executeQuery()) {
            while (rows.next()) {
                domains.add(rows.getString(1));
            }
        }
        return List.copyOf(domains);
    }

    @FunctionalInterface
    private interface Change<T> {
        T apply() throws SQLException;
    }

    private <T> T change(String synchronous, Change<T> change) {
        lock.lock();
        try {
            writer.run("PRAGMA synchronous = " + synchronous);
            writer.begin();
            boolean committed = false;
            try {
                T result = change.apply();
                writer.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    undo();
                }
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T durably(Change<T> change) {
        return change("FULL", change);
    }

    private void undo() throws SQLException {
        writer.rollbackIfOpen();
        load();
    }

    @Override
    public List<Project> projects() {
        return projects;
    }

    @Override
    public Project createProject(String domain) {
        String name = normal(domain);
        return durably(
                () -> {
                    refuseTaken(name);
                    writer.update(
                            "INSERT INTO project (name, key_required, per_address_per_minute)"
                                    + " VALUES (?, 0, 0)",
                            name);
                    int id = (int) writer.number("SELECT last_insert_rowid()");
                    insertDomain(id, name);
                    return changedProject(new ProjectId(id));
                });
    }

    @Override
    public Project addDomain(ProjectId project, String domain) {
        String name = normal(domain);
        Project known = project(project);
        if (known.domains().contains(name)) {
            return known;
        }
        return durably(
                () -> {
                    refuseTaken(name);
                    insertDomain(project.number(), name);
                    return changedProject(project);
                });
    }

    private static String normal(String domain) {
        return Domains.normal(domain)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Problem.invalid(
                                                "domain",
                                                "no domain name: \"" + shortened(domain) + "\"")));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private void refuseTaken(String name) throws SQLException {
        long owner = writer.number("SELECT project FROM domain WHERE name = ?", name);
        if (owner != 0) {
            throw new ProblemException(
                    new Problem(
                            Code.CONFLICT,
                            "domain",
                            "\"" + name + "\" belongs to project " + owner));
        }
    }

    private void insertDomain(int project, String name) throws SQLException {
        writer.update(
                "INSERT INTO domain (name, project, ordinal) SELECT ?, ?, count(*) FROM domain"
                        + " WHERE project = ?",
                name,
                project,
                project);
    }

    private Project changedProject(ProjectId id) throws SQLException {
        projects = readProjects();
        return project(id);
    }

    private Project project(ProjectId id) {
        return projects.stream()
                .filter(project -> project.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Code.UNKNOWN_PROJECT, "no project " + id));
    }

    @Override
    public Project setTracking(ProjectId project, TrackingOptions options) {
        if (options.perAddressPerMinute() < 0 || options.perAddressPerMinute() > PER_MINUTE_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "perAddressPerMinute",
                            "must be from 0 to "
                                    + PER_MINUTE_MAX
                                    + ", got "
                                    + options.perAddressPerMinute()));
        }
        project(project);
        return durably(
                () -> {
                    writer.update(
                            "UPDATE project SET key_required = ?, per_address_per_minute = ?"
                                    + " WHERE id = ?",
                            options.keyRequired() ? 1 : 0,
                            options.perAddressPerMinute(),
                            project.number());
                    return changedProject(project);
                });
    }

    @Override
    public User createUser(String email, String passwordHash) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        long created = clock.millis();
        return durably(
                () -> {
                    if (writer.number(
                                    "SELECT id FROM user WHERE email = ?",
                                    SqliteText.encode(address))
                            != 0) {
                        throw new ProblemException(
                                new Problem(Code.CONFLICT, "email", "there is a user with it"));
                    }
                    writer.update(
                            "INSERT INTO user (email, password_hash, created) VALUES (?, ?, ?)",
                            SqliteText.encode(address),
                            passwordHash,
                            created);
                    return new User(
                            writer.number("SELECT last_insert_rowid()"),
                            address,
                            passwordHash,
                            Instant.ofEpochMilli(created));
                });
    }

    @Override
    public List<User> users() {
        return readers.read(
                session -> {
                    List<User> users = new ArrayList<>();
                    try (ResultSet rows =
                            session.bind(
                                            "SELECT id, email, password_hash, created FROM user"
                                                    + " ORDER BY id")
                                    .executeQuery()) {
                        while (rows.next()) {
                            users.add(
                                    new User(
                                            rows.getLong(1),
                                            SqliteText.decode(rows.getString(2)),
                                            rows.getString(3),
                                            Instant.ofEpochMilli(rows.getLong(4))));
                        }
                    }
                    return users;
                });
    }

    @Override
    public void createKey(ApiKey key) {
        durably(
                () -> {
                    writer.update(
                            "INSERT INTO api_key (app_id, secret_hash, user, name, created)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            key.appId(),
                            key.secretHash(),
                            key.user(),
                            SqliteText.encode(key.name()),
                            key.created().toEpochMilli());
                    return key;
                });
        keys.put(key.appId(), key);
    }

    @Override
    public Optional<ApiKey> key(String appId) {
        return Optional.ofNullable(keys.get(appId));
    }

    @Override
    public long refuse(Quarantined refused) {
        return change("NORMAL", () -> refusals.add(refused));
    }

    @Override
    public List<Quarantined> refusals(String domain, int limit) {
        return readers.read(session -> Refusals.newest(session, domain, limit));
    }

    @Override
    public Optional<Quarantined> refusal(long id) {
        return readers.read(session -> Refusals.entry(session, id));
    }

    @Override
    public void removeRefusal(long id) {
        durably(
                () -> {
                    refusals.remove(id);
                    return id;
                });
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    @Override
    public void confirm(long position) {
        faults.reach(FaultPoint.CATALOG_BEFORE_CONFIRM);
        confirmed =
                durably(
                        () -> {
                            writer.update(
                                    "UPDATE confirmed SET position = max(position, ?)", position);
                            return writer.number("SELECT position FROM confirmed");
                        });
        faults.reach(FaultPoint.CATALOG_AFTER_CONFIRM);
    }

    @Override
    public void backup(Path folder, long confirmedMax) {
        SqliteFile copy =
                new SqliteFile(SqliteBackup.copy(file, folder, faults), MIGRATIONS, VERSION);
        try (Session session = copy.openWriter(CACHE_KIB)) {
            session.update("UPDATE confirmed SET position = min(position, ?)", confirmedMax);
        } catch (SQLException e) {
            throw copy.failure(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            readers.close();
            writer.close();
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }
}
