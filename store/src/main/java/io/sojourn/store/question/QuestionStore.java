package io.sojourn.store.question;

import io.sojourn.journey.scan.PersonSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Segments, who belongs to them, and saved reports of one project. Nothing of it is in the log: it is kept here alone.
///
/// Every change is durable on return. For any thread.
public interface QuestionStore extends AutoCloseable {

    // --- segments

    /// Ascending by number.
    List<StoredSegment> segments();

    default Optional<StoredSegment> segment(long number) {
        return segments().stream().filter(each -> each.number() == number).findFirst();
    }

    /// @throws io.sojourn.core.problem.ProblemException CONFLICT for `name` where another segment has it
    StoredSegment createSegment(StoredSegment.Draft draft, Stamp stamp);

    /// @param means whether what it means changes, too: another edition begins
    /// @throws io.sojourn.core.problem.ProblemException NOT_FOUND; CONFLICT as above
    StoredSegment changeSegment(long number, StoredSegment.Draft draft, boolean means, Stamp stamp);

    /// With its list, its members and all that is recorded about them.
    ///
    /// @return whether there was one
    boolean removeSegment(long number);

    /// Numbers of visitors that were listed; empty for a rule.
    PersonSet list(long segment);

    /// Replaces the list, which begins another edition.
    StoredSegment setList(long segment, PersonSet visitors, Stamp stamp);

    // --- membership

    /// Position that memberships are right for, 0 = never evaluated.
    long position();

    /// Members by segment, as the turns have made them; a segment without a turn has none yet.
    Map<Long, PersonSet> members();

    /// Editions of segments that memberships were last evaluated for.
    Map<Long, Long> evaluated();

    /// One transaction.
    ///
    /// @param editions what [#evaluated] answers from now on
    void write(MembershipTurn turn, Map<Long, Long> editions);

    /// In order.
    ///
    /// @param segment empty = of all
    /// @param after numbers above it
    List<MembershipChange> changes(OptionalLong segment, long after, int limit);

    /// Persons about whom a change is recorded.
    PersonSet recorded();

    /// @param before Unix milliseconds; older changes go
    void dropChanges(long before);

    /// By time.
    List<SegmentSize> sizes(long segment);

    // --- reports

    /// Ascending by number.
    List<StoredReport> reports();

    StoredReport createReport(StoredReport.Draft draft, Stamp stamp);

    /// @throws io.sojourn.core.problem.ProblemException NOT_FOUND
    StoredReport changeReport(long number, StoredReport.Draft draft, Stamp stamp);

    boolean removeReport(long number);

    /// A consistent copy into a folder, while writing goes on; none where nothing was ever written.
    void backup(Path folder);

    @Override
    void close();
}
