package io.sojourn.store.embedded.catalog;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Domains;
import io.sojourn.store.catalog.Quota;
import io.sojourn.store.catalog.RateLimit;
import io.sojourn.store.catalog.ScriptNames;
import io.sojourn.store.embedded.sqlite.Readers;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteBackup;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The catalog in `catalog.db`. Projects and keys are few and asked for by every request: they are answered
/// from memory, by any number of threads. Every change is on disk on return, but for refusals: those survive
/// the end of the process and reach the disk with the next other change.
public final class SqliteCatalog implements Catalog {

    public static final String FILE = "catalog.db";

    private static final String MIGRATIONS = "io/sojourn/store/embedded/catalog";
    private static final int VERSION = 4;
    private static final int CACHE_KIB = 2_048;
    private static final int PER_MINUTE_MAX = 1_000_000;

    private final SqliteFile file;
    private final Faults faults;
    private final CatalogWriter writer;
    private final Readers readers;
    private final Refusals refusals;
    private final SqliteAccounts accounts;
    private volatile List<Project> projects = List.of();
    private volatile long confirmed;

    private SqliteCatalog(SqliteFile file, Session session, InstantSource clock, Faults faults)
            throws SQLException {
        this.file = file;
        this.faults = faults;
        this.writer = new CatalogWriter(file, session);
        this.readers = new Readers(file);
        this.refusals = new Refusals(session);
        writer.keep(this::load);
        nameScripts();
        this.accounts = new SqliteAccounts(writer, readers, clock);
    }

    /// @param data the data folder; made when it is missing
    /// @param clock dates users and roles
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

    private void load(Session session) throws SQLException {
        projects = readProjects(session);
        confirmed = session.number("SELECT position FROM confirmed");
        refusals.load();
    }

    /// Projects of a catalog from before there were names get theirs.
    private void nameScripts() {
        if (projects.stream().anyMatch(project -> project.scriptNames().isEmpty())) {
            writer.durably(
                    session -> {
                        for (Project project : projects) {
                            if (project.scriptNames().isEmpty()) {
                                insertScriptName(session, project.id(), freeWord(session));
                            }
                        }
                        projects = readProjects(session);
                        return projects;
                    });
        }
    }

    private static String freeWord(Session session) throws SQLException {
        while (true) {
            String word = ScriptNames.word(session.number("SELECT random()"));
            if (scriptOwner(session, word) == 0) {
                return word;
            }
        }
    }

    /// 0 where nobody has it.
    private static long scriptOwner(Session session, String name) throws SQLException {
        return session.number("SELECT project FROM script_name WHERE name = ?", name);
    }

    /// As the project's newest, whether it had it before or not.
    private static void insertScriptName(Session session, ProjectId project, String name)
            throws SQLException {
        session.update(
                "INSERT INTO script_name (name, project, ordinal)"
                        + " SELECT ?1, ?2, coalesce(max(ordinal), 0) + 1 FROM script_name WHERE project = ?2"
                        + " ON CONFLICT (name) DO UPDATE SET ordinal = excluded.ordinal",
                name,
                project.number());
        session.update(
                "DELETE FROM script_name WHERE project = ?1 AND name NOT IN (SELECT name FROM script_name"
                        + " WHERE project = ?1 ORDER BY ordinal DESC LIMIT ?2)",
                project.number(),
                ScriptNames.NAMES_MAX);
    }

    private List<Project> readProjects(Session session) throws SQLException {
        List<Project> read = new ArrayList<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT id, name, key_required, per_address_per_minute, quota_mode,"
                                        + " quota_events, calls_per_minute, calls_per_hour,"
                                        + " calls_per_day FROM project ORDER BY id")
                        .executeQuery()) {
            while (rows.next()) {
                read.add(
                        new Project(
                                new ProjectId(rows.getInt(1)),
                                SqliteText.decode(rows.getString(2)),
                                readDomains(session, rows.getInt(1)),
                                readScriptNames(session, rows.getInt(1)),
                                options(rows)));
            }
        }
        return List.copyOf(read);
    }

    private static TrackingOptions options(ResultSet rows) throws SQLException {
        return new TrackingOptions(
                rows.getBoolean(3),
                rows.getInt(4),
                new Quota(Quota.Mode.of(rows.getString(5)).orElse(Quota.Mode.OFF), rows.getLong(6)),
                new RateLimit(rows.getInt(7), rows.getInt(8), rows.getInt(9)));
    }

    private static List<String> readDomains(Session session, int project) throws SQLException {
        return texts(
                session, "SELECT name FROM domain WHERE project = ? ORDER BY ordinal", project);
    }

    private static List<String> readScriptNames(Session session, int project) throws SQLException {
        return texts(
                session,
                "SELECT name FROM script_name WHERE project = ? ORDER BY ordinal DESC",
                project);
    }

    private static List<String> texts(Session session, String sql, int project)
            throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = session.bind(sql, project).executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public List<Project> projects() {
        return projects;
    }

    @Override
    public Project createProject(String domain) {
        String name = normal(domain);
        return writer.durably(
                session -> {
                    refuseTaken(session, name);
                    session.update(
                            "INSERT INTO project (name, key_required, per_address_per_minute)"
                                    + " VALUES (?, 0, 0)",
                            name);
                    int id = (int) session.number("SELECT last_insert_rowid()");
                    insertDomain(session, id, name);
                    insertScriptName(session, new ProjectId(id), freeWord(session));
                    return changedProject(session, new ProjectId(id));
                });
    }

    @Override
    public Project addDomain(ProjectId project, String domain) {
        String name = normal(domain);
        Project known = project(project);
        if (known.domains().contains(name)) {
            return known;
        }
        return writer.durably(
                session -> {
                    refuseTaken(session, name);
                    insertDomain(session, project.number(), name);
                    return changedProject(session, project);
                });
    }

    @Override
    public Project removeDomain(ProjectId project, String domain) {
        Project known = project(project);
        String name = Domains.normal(domain).orElse("");
        if (!known.domains().contains(name)) {
            throw new ProblemException(
                    Code.NOT_FOUND,
                    "project " + project + " has no domain \"" + shortened(domain) + "\"");
        }
        if (known.domains().size() == 1) {
            throw new ProblemException(
                    new Problem(Code.CONFLICT, "domain", "a project keeps its last domain"));
        }
        return writer.durably(
                session -> {
                    session.update("DELETE FROM domain WHERE name = ?", name);
                    return changedProject(session, project);
                });
    }

    @Override
    public Project rename(ProjectId project, String name) {
        String wanted = name.strip();
        if (wanted.isEmpty() || wanted.length() > NAME_CHARS_MAX) {
            throw new ProblemException(
                    Problem.invalid("name", "must have 1 to " + NAME_CHARS_MAX + " characters"));
        }
        project(project);
        return writer.durably(
                session -> {
                    session.update(
                            "UPDATE project SET name = ? WHERE id = ?",
                            SqliteText.encode(wanted),
                            project.number());
                    return changedProject(session, project);
                });
    }

    @Override
    public Project setScriptName(ProjectId project, String name) {
        String wanted =
                ScriptNames.normal(name)
                        .orElseThrow(() -> new ProblemException(ScriptNames.wrong()));
        project(project);
        return writer.durably(
                session -> {
                    long owner = scriptOwner(session, wanted);
                    if (owner != 0 && owner != project.number()) {
                        throw new ProblemException(
                                new Problem(
                                        Code.CONFLICT,
                                        ScriptNames.FIELD,
                                        "\"" + wanted + "\" belongs to project " + owner));
                    }
                    insertScriptName(session, project, wanted);
                    return changedProject(session, project);
                });
    }

    @Override
    public void removeProject(ProjectId project) {
        project(project);
        accounts.forget(project);
        writer.durably(
                session -> {
                    session.update("DELETE FROM domain WHERE project = ?", project.number());
                    session.update("DELETE FROM script_name WHERE project = ?", project.number());
                    session.update("DELETE FROM project WHERE id = ?", project.number());
                    projects = readProjects(session);
                    return project;
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

    private void refuseTaken(Session session, String name) throws SQLException {
        long owner = session.number("SELECT project FROM domain WHERE name = ?", name);
        if (owner != 0) {
            throw new ProblemException(
                    new Problem(
                            Code.CONFLICT,
                            "domain",
                            "\"" + name + "\" belongs to project " + owner));
        }
    }

    private void insertDomain(Session session, int project, String name) throws SQLException {
        session.update(
                "INSERT INTO domain (name, project, ordinal) SELECT ?, ?, count(*) FROM domain"
                        + " WHERE project = ?",
                name,
                project,
                project);
    }

    private Project changedProject(Session session, ProjectId id) throws SQLException {
        projects = readProjects(session);
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
        return writer.durably(
                session -> {
                    session.update(
                            "UPDATE project SET key_required = ?, per_address_per_minute = ?,"
                                    + " quota_mode = ?, quota_events = ?, calls_per_minute = ?,"
                                    + " calls_per_hour = ?, calls_per_day = ? WHERE id = ?",
                            options.keyRequired() ? 1 : 0,
                            options.perAddressPerMinute(),
                            options.quota().mode().word(),
                            options.quota().eventsPerMonth(),
                            options.rateLimit().perMinute(),
                            options.rateLimit().perHour(),
                            options.rateLimit().perDay(),
                            project.number());
                    return changedProject(session, project);
                });
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public long refuse(Quarantined refused) {
        return writer.lazily(session -> refusals.add(refused));
    }

    @Override
    public List<Quarantined> refusals(QuarantineFilter filter, int limit) {
        return readers.read(session -> Refusals.newest(session, filter, limit));
    }

    @Override
    public Map<String, Long> refusalReasons(Set<String> domains) {
        return readers.read(session -> Refusals.reasons(session, domains));
    }

    @Override
    public Optional<Quarantined> refusal(long id) {
        return readers.read(session -> Refusals.entry(session, id));
    }

    @Override
    public void removeRefusal(long id) {
        writer.durably(
                session -> {
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
                writer.durably(
                        session -> {
                            session.update(
                                    "UPDATE confirmed SET position = max(position, ?)", position);
                            return session.number("SELECT position FROM confirmed");
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
        readers.close();
        writer.close();
    }
}
