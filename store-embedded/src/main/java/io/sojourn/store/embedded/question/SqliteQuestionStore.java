package io.sojourn.store.embedded.question;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteBackup;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.question.MembershipChange;
import io.sojourn.store.question.MembershipTurn;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.SegmentSize;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredReport;
import io.sojourn.store.question.StoredSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Segments and reports of one project in `questions.db`. The file is made by the first write: a project without
/// segments has none, and costs nothing.
public final class SqliteQuestionStore implements QuestionStore {

    public static final String FILE = "questions.db";

    private static final String MIGRATIONS = "io/sojourn/store/embedded/question";
    private static final int VERSION = 1;
    private static final int CACHE_KIB = 2_048;

    private final SqliteFile file;
    private final Faults faults;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Session> open = Optional.empty();
    private boolean closed;

    private SqliteQuestionStore(SqliteFile file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /// @param folder of the project, which exists
    /// @throws ProblemException `DATA_FOLDER` where the file is newer than this program, damaged or not writable
    public static SqliteQuestionStore open(Path folder, Faults faults) {
        SqliteQuestionStore store =
                new SqliteQuestionStore(
                        new SqliteFile(folder.resolve(FILE), MIGRATIONS, VERSION), faults);
        if (exists(folder)) {
            store.open = Optional.of(store.file.openWriter(CACHE_KIB));
        }
        return store;
    }

    /// Whether anything was ever written for a project.
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Session session) throws SQLException;
    }

    private <T> T read(T nothing, Work<T> work) {
        lock.lock();
        try {
            requireOpen();
            return open.isPresent() ? work.on(open.get()) : nothing;
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T write(Work<T> work) {
        lock.lock();
        try {
            requireOpen();
            Session session = open.orElseGet(() -> file.openWriter(CACHE_KIB));
            open = Optional.of(session);
            session.begin();
            boolean committed = false;
            try {
                T result = work.on(session);
                session.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    session.rollbackIfOpen();
                }
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(file.file() + " is closed");
        }
    }

    @Override
    public List<StoredSegment> segments() {
        return read(List.of(), SegmentRows::all);
    }

    @Override
    public Optional<StoredSegment> segment(long number) {
        return read(Optional.empty(), session -> SegmentRows.find(session, number));
    }

    @Override
    public StoredSegment createSegment(StoredSegment.Draft draft, Stamp stamp) {
        return write(session -> SegmentRows.create(session, draft, stamp));
    }

    @Override
    public StoredSegment changeSegment(
            long number, StoredSegment.Draft draft, boolean means, Stamp stamp) {
        return write(session -> SegmentRows.change(session, number, draft, means, stamp));
    }

    @Override
    public boolean removeSegment(long number) {
        return write(session -> SegmentRows.remove(session, number));
    }

    @Override
    public PersonSet list(long segment) {
        return read(PersonSet.EMPTY, session -> SegmentRows.list(session, segment));
    }

    @Override
    public StoredSegment setList(long segment, PersonSet visitors, Stamp stamp) {
        return write(session -> SegmentRows.setList(session, segment, visitors, stamp));
    }

    @Override
    public long position() {
        return read(0L, session -> session.number("SELECT position FROM evaluation"));
    }

    @Override
    public Map<Long, PersonSet> members() {
        return read(Map.of(), MembershipRows::members);
    }

    @Override
    public Map<Long, Long> evaluated() {
        return read(Map.of(), MembershipRows::evaluated);
    }

    @Override
    public void write(MembershipTurn turn, Map<Long, Long> editions) {
        write(
                session -> {
                    MembershipRows.write(session, turn, editions);
                    return true;
                });
    }

    @Override
    public List<MembershipChange> changes(OptionalLong segment, long after, int limit) {
        return read(List.of(), session -> MembershipRows.changes(session, segment, after, limit));
    }

    @Override
    public PersonSet recorded() {
        return read(PersonSet.EMPTY, MembershipRows::recorded);
    }

    @Override
    public void dropChanges(long before) {
        write(session -> session.update("DELETE FROM change WHERE at < ?", before));
    }

    @Override
    public List<SegmentSize> sizes(long segment) {
        return read(List.of(), session -> MembershipRows.sizes(session, segment));
    }

    @Override
    public List<StoredReport> reports() {
        return read(List.of(), ReportRows::all);
    }

    @Override
    public StoredReport createReport(StoredReport.Draft draft, Stamp stamp) {
        return write(session -> ReportRows.create(session, draft, stamp));
    }

    @Override
    public StoredReport changeReport(long number, StoredReport.Draft draft, Stamp stamp) {
        return write(session -> ReportRows.change(session, number, draft, stamp));
    }

    @Override
    public boolean removeReport(long number) {
        return write(session -> ReportRows.remove(session, number));
    }

    @Override
    public void backup(Path folder) {
        lock.lock();
        try {
            requireOpen();
            if (open.isPresent()) {
                SqliteBackup.copy(file, folder, faults);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (open.isPresent()) {
                open.get().close();
                open = Optional.empty();
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            lock.unlock();
        }
    }
}
