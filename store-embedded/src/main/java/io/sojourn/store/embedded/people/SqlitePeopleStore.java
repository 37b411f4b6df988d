package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.embedded.sqlite.Readers;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteBackup;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.ListedPerson;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.people.PeopleState;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.PersonOrder;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import io.sojourn.store.people.SeenEvent;
import io.sojourn.store.people.Tally;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.SchemaBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The people of one project in `people.db`. The ingest thread reads and writes on one connection; every
/// other reader has a connection, and a snapshot, of its own and is not in the writer's way.
public final class SqlitePeopleStore implements PeopleStore {

    public static final String FILE = "people.db";

    private static final String MIGRATIONS = "io/sojourn/store/embedded/people";
    private static final int VERSION = 4;
    private static final int WRITER_CACHE_KIB = 8_192;

    private final SqliteFile file;
    private final Faults faults;
    private final Session writer;
    private final Readers readers;
    private final ReentrantLock lock = new ReentrantLock();
    private final SeenIds seenIds;
    private final PendingRows pendingRows;
    private volatile PeopleListener listener = batch -> {};
    private volatile ProjectRows.State state;
    private volatile Set<PropertyKey> sensitive;
    private volatile Set<PropertyKey> lists;

    private SqlitePeopleStore(SqliteFile file, Session writer, SeenIds.Sizes sizes, Faults faults)
            throws SQLException {
        this.file = file;
        this.faults = faults;
        this.writer = writer;
        this.readers = new Readers(file);
        this.seenIds = new SeenIds(writer, faults, sizes);
        this.pendingRows = new PendingRows(writer);
        PersonKeys.fill(writer);
        seenIds.load();
        pendingRows.load();
        this.state = ProjectRows.state(writer);
        this.sensitive = SchemaRows.sensitive(writer);
        this.lists = SchemaRows.lists(writer);
    }

    /// With runs of event ids as they are fit for a busy project.
    public static SqlitePeopleStore open(Path folder, Faults faults) {
        return open(folder, SeenIds.Sizes.DEFAULT.runEntries(), faults);
    }

    /// @param folder of the project; made when it is missing
    /// @param seenRunIds event ids that are rolled at once, though their hour is not over
    /// @throws ProblemException `DATA_FOLDER` where the file is newer than this program, damaged or not writable
    public static SqlitePeopleStore open(Path folder, int seenRunIds, Faults faults) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ProblemException(
                    Code.DATA_FOLDER, "cannot make the folder " + folder + ": " + e.getMessage());
        }
        SqliteFile file = new SqliteFile(folder.resolve(FILE), MIGRATIONS, VERSION);
        Session writer = file.openWriter(WRITER_CACHE_KIB);
        try {
            return new SqlitePeopleStore(
                    file, writer, SeenIds.Sizes.DEFAULT.withRunEntries(seenRunIds), faults);
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    @Override
    public PeopleState state() {
        return state.people();
    }

    @Override
    public List<Visitor> intervals(Identifier identifier) {
        return onWriter(session -> VisitorRows.intervals(session, identifier));
    }

    @Override
    public List<Visitor> members(long person) {
        return onWriter(session -> VisitorRows.members(session, person));
    }

    @Override
    public Optional<Visitor> visitor(long number) {
        return onWriter(session -> VisitorRows.visitor(session, number));
    }

    @Override
    public Optional<SeenEvent> seen(IdHash id, long oldestHour) {
        return onWriter(session -> seenIds.find(id, oldestHour));
    }

    @Override
    public List<PendingUpdate> pending(IdHash id) {
        return onWriter(session -> pendingRows.of(id));
    }

    @Override
    public List<PendingUpdate> pendingBefore(long received) {
        return onWriter(session -> pendingRows.before(received));
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return onWriter(session -> ProjectRows.organisation(session, id));
    }

    private <T> T onWriter(Readers.Reading<T> reading) {
        lock.lock();
        try {
            return reading.read(writer);
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void commit(PeopleBatch batch, Runnable first) {
        lock.lock();
        try {
            ProjectRows.State before = state;
            if (batch.state().position() <= before.people().position()) {
                throw new IllegalStateException(
                        "batch at position "
                                + batch.state().position()
                                + " after "
                                + before.people().position());
            }
            faults.reach(FaultPoint.PEOPLE_BEFORE_WRITE);
            boolean committed = false;
            writer.begin();
            try {
                ProjectRows.State after = write(batch, before);
                first.run();
                faults.reach(FaultPoint.PEOPLE_BEFORE_COMMIT);
                writer.commit();
                committed = true;
                state = after;
                labelled(batch.schema());
                listener.committed(batch);
            } finally {
                if (!committed) {
                    undo();
                }
            }
            faults.reach(FaultPoint.PEOPLE_AFTER_COMMIT);
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private ProjectRows.State write(PeopleBatch batch, ProjectRows.State before)
            throws SQLException {
        VisitorRows.write(writer, batch, before.people().nextVisitor());
        seenIds.add(batch.seen(), batch.state().newestHour());
        pendingRows.write(batch);
        long bytes = QuarantineRows.write(writer, batch, before.quarantineBytes());
        ProjectRows.write(writer, batch);
        SchemaRows.write(writer, batch.schema());
        ProjectRows.State after = new ProjectRows.State(batch.state(), bytes);
        ProjectRows.writeState(writer, before, after);
        return after;
    }

    private void labelled(SchemaBatch schema) {
        sensitive = labelled(sensitive, schema, Label::sensitive);
        lists = labelled(lists, schema, Label::list);
    }

    private static Set<PropertyKey> labelled(
            Set<PropertyKey> before, SchemaBatch schema, Predicate<Label> label) {
        Set<PropertyKey> now = new HashSet<>(before);
        for (PropertyUse use : schema.properties()) {
            if (label.test(use.label())) {
                now.add(use.key());
            } else {
                now.remove(use.key());
            }
        }
        return now.equals(before) ? before : Set.copyOf(now);
    }

    /// Whether the schema tells of everything that the store holds: of one that an older version wrote it does not.
    public boolean schemaIsWhole() {
        return onWriter(SchemaRows::isWhole);
    }

    /// Puts in what the stores hold up to the position, once.
    public void completeSchema(SchemaBatch schema) {
        lock.lock();
        try {
            writer.begin();
            boolean committed = false;
            try {
                SchemaRows.write(writer, schema);
                SchemaRows.setWhole(writer);
                writer.commit();
                committed = true;
            } finally {
                if (!committed) {
                    writer.rollbackIfOpen();
                }
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    /// Who is told of every commit from now on, under the store's lock.
    public void listen(PeopleListener told) {
        listener = told;
    }

    /// Runs something between two commits; it must be short.
    public void exclusively(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a visitor's number, its person's, and the lowest event time seen.
    @FunctionalInterface
    public interface NumberConsumer {
        void accept(long visitor, long person, long firstTime);
    }

    /// Every visitor, ascending by number, as of one moment.
    public void forEachVisitorNumber(NumberConsumer consumer) {
        readers.read(
                session -> {
                    VisitorRows.forEachNumber(session, consumer);
                    return true;
                });
    }

    /// Every visitor, ascending by number, as of one moment; a row is good until the consumer returns.
    public void forEachVisitorState(Consumer<VisitorRow> consumer) {
        readers.read(
                session -> {
                    VisitorRows.forEach(session, consumer);
                    return true;
                });
    }

    private void undo() throws SQLException {
        writer.rollbackIfOpen();
        seenIds.load();
        pendingRows.load();
    }

    @Override
    public long position() {
        return state.people().position();
    }

    @Override
    public ProjectSettings settings() {
        return state.people().settings();
    }

    @Override
    public List<Visitor> person(long visitorNumber) {
        return readers.read(
                session -> {
                    Optional<Visitor> visitor = VisitorRows.visitor(session, visitorNumber);
                    return visitor.isEmpty()
                            ? List.of()
                            : VisitorRows.members(session, visitor.get().person());
                });
    }

    @Override
    public Optional<Visitor> owner(Identifier identifier) {
        return readers.read(session -> VisitorRows.owner(session, identifier));
    }

    @Override
    public void forEachPerson(Predicate<List<Visitor>> consumer) {
        readers.read(
                session -> {
                    PersonRows.list(
                            session,
                            PersonOrder.LAST_SEEN_FIRST,
                            Optional.empty(),
                            person -> consumer.test(person.visitors()));
                    return true;
                });
    }

    @Override
    public void list(
            PersonOrder order,
            Optional<PersonOrder.Place> after,
            Predicate<ListedPerson> consumer) {
        readers.read(
                session -> {
                    PersonRows.list(session, order, after, consumer);
                    return true;
                });
    }

    @Override
    public Set<Long> personsBeginning(String kind, String prefix, int limit) {
        return readers.read(session -> VisitorRows.personsBeginning(session, kind, prefix, limit));
    }

    @Override
    public Optional<Organisation> readOrganisation(String id) {
        return readers.read(session -> ProjectRows.organisation(session, id));
    }

    @Override
    public long people() {
        return readers.read(session -> session.number("SELECT count(*) FROM person"));
    }

    @Override
    public List<Quarantined> quarantine(QuarantineFilter filter, int limit) {
        return readers.read(session -> QuarantineRows.newest(session, filter, limit));
    }

    @Override
    public Map<String, Long> quarantineReasons() {
        return readers.read(QuarantineRows::reasons);
    }

    @Override
    public Optional<Quarantined> quarantined(long id) {
        return readers.read(session -> QuarantineRows.entry(session, id));
    }

    @Override
    public Map<Tally, Long> tallies() {
        return readers.read(ProjectRows::tallies);
    }

    @Override
    public Schema schema() {
        return readers.read(SchemaRows::read);
    }

    @Override
    public Set<PropertyKey> sensitive() {
        return sensitive;
    }

    @Override
    public Set<PropertyKey> lists() {
        return lists;
    }

    @Override
    public void dump(Consumer<String> lines) {
        readers.read(
                session -> {
                    PeopleState snapshot = ProjectRows.state(session).people();
                    VisitorRows.dump(session, lines);
                    PersonRows.dump(session, lines);
                    PendingRows.dump(session, lines);
                    QuarantineRows.dump(session, lines);
                    ProjectRows.dump(session, lines);
                    SchemaRows.dump(session, lines);
                    SeenIds.forEach(
                            session,
                            snapshot.newestHour() - SEEN_HOURS + 1,
                            (id, hour, event) -> lines.accept(PeopleDump.seen(id, hour, event)));
                    lines.accept(PeopleDump.state(snapshot));
                    return true;
                });
    }

    @Override
    public long backup(Path folder) {
        Path copy = SqliteBackup.copy(file, folder, faults);
        SqliteFile copied = new SqliteFile(copy, MIGRATIONS, VERSION);
        try (Session session = copied.openReader(WRITER_CACHE_KIB)) {
            return ProjectRows.state(session).people().position();
        } catch (SQLException e) {
            throw copied.failure(e);
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
