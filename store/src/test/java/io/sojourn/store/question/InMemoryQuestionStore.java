package io.sojourn.store.question;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.PersonSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a question store has to do, without a disk.
public final class InMemoryQuestionStore implements QuestionStore {

    private final TreeMap<Long, StoredSegment> segments = new TreeMap<>();
    private final TreeMap<Long, StoredReport> reports = new TreeMap<>();
    private final Map<Long, PersonSet> lists = new HashMap<>();
    private final Map<Long, PersonSet> members = new HashMap<>();
    private final Map<Long, Long> evaluated = new HashMap<>();
    private final List<MembershipChange> changes = new ArrayList<>();
    private final List<SegmentSize> sizes = new ArrayList<>();
    private long position;
    private long segmentNumber;
    private long reportNumber;
    private long changeNumber;

    @Override
    public synchronized List<StoredSegment> segments() {
        return List.copyOf(segments.values());
    }

    @Override
    public synchronized StoredSegment createSegment(StoredSegment.Draft draft, Stamp stamp) {
        refuseTaken(draft.name(), 0);
        long number = ++segmentNumber;
        segments.put(number, new StoredSegment(number, draft, 1, stamp, stamp));
        return known(number);
    }

    @Override
    public synchronized StoredSegment changeSegment(
            long number, StoredSegment.Draft draft, boolean means, Stamp stamp) {
        StoredSegment known = known(number);
        refuseTaken(draft.name(), number);
        long edition = known.edition() + (means ? 1 : 0);
        segments.put(number, new StoredSegment(number, draft, edition, known.created(), stamp));
        return known(number);
    }

    private StoredSegment known(long number) {
        return Optional.ofNullable(segments.get(number))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.NOT_FOUND, "there is no segment " + number));
    }

    private void refuseTaken(String name, long but) {
        if (segments.values().stream()
                .anyMatch(each -> each.number() != but && each.draft().name().equals(name))) {
            throw new ProblemException(
                    new Problem(Code.CONFLICT, "name", "another segment is called " + name));
        }
    }

    @Override
    public synchronized boolean removeSegment(long number) {
        lists.remove(number);
        members.remove(number);
        evaluated.remove(number);
        changes.removeIf(change -> change.segment() == number);
        sizes.removeIf(size -> size.segment() == number);
        return segments.remove(number) != null;
    }

    @Override
    public synchronized PersonSet list(long segment) {
        return lists.getOrDefault(segment, PersonSet.EMPTY);
    }

    @Override
    public synchronized StoredSegment setList(long segment, PersonSet visitors, Stamp stamp) {
        StoredSegment changed = changeSegment(segment, known(segment).draft(), true, stamp);
        lists.put(segment, visitors);
        return changed;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized Map<Long, PersonSet> members() {
        Map<Long, PersonSet> known = new HashMap<>(members);
        known.values().removeIf(PersonSet::isEmpty);
        return known;
    }

    @Override
    public synchronized Map<Long, Long> evaluated() {
        return Map.copyOf(evaluated);
    }

    @Override
    public synchronized void write(MembershipTurn turn, Map<Long, Long> editions) {
        for (MembershipTurn.Moves moves : turn.moves()) {
            if (segments.containsKey(moves.segment())) {
                members.merge(
                        moves.segment(),
                        moves.added(),
                        (known, added) -> known.minus(moves.removed()).or(added));
                moves.left().forEach(person -> record(moves.segment(), person, false, turn.at()));
                moves.entered().forEach(person -> record(moves.segment(), person, true, turn.at()));
            }
        }
        for (SegmentSize size : turn.sizes()) {
            if (segments.containsKey(size.segment())) {
                sizes.removeIf(
                        known -> known.segment() == size.segment() && known.at() == size.at());
                sizes.add(size);
            }
        }
        changes.removeIf(change -> turn.forgotten().contains(change.person()));
        lists.replaceAll((segment, visitors) -> visitors.minus(turn.forgotten()));
        editions.forEach(
                (segment, edition) -> {
                    if (segments.containsKey(segment)) {
                        evaluated.put(segment, edition);
                    }
                });
        position = turn.position();
    }

    private void record(long segment, long person, boolean entered, long at) {
        changes.add(new MembershipChange(++changeNumber, segment, person, entered, at));
    }

    @Override
    public synchronized List<MembershipChange> changes(
            OptionalLong segment, long after, int limit) {
        return changes.stream()
                .filter(each -> segment.isEmpty() || each.segment() == segment.getAsLong())
                .filter(each -> each.number() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized PersonSet recorded() {
        return PersonSet.of(changes.stream().mapToLong(MembershipChange::person).toArray());
    }

    @Override
    public synchronized void dropChanges(long before) {
        changes.removeIf(change -> change.at() < before);
    }

    @Override
    public synchronized List<SegmentSize> sizes(long segment) {
        return sizes.stream().filter(size -> size.segment() == segment).toList();
    }

    @Override
    public synchronized List<StoredReport> reports() {
        return List.copyOf(reports.values());
    }

    @Override
    public synchronized StoredReport createReport(StoredReport.Draft draft, Stamp stamp) {
        StoredReport report = new StoredReport(++reportNumber, draft, stamp, stamp);
        reports.put(report.number(), report);
        return report;
    }

    @Override
    public synchronized StoredReport changeReport(
            long number, StoredReport.Draft draft, Stamp stamp) {
        StoredReport known = reports.get(number);
        if (known == null) {
            throw new ProblemException(Code.NOT_FOUND, "there is no report " + number);
        }
        StoredReport changed = new StoredReport(number, draft, known.created(), stamp);
        reports.put(number, changed);
        return changed;
    }

    @Override
    public synchronized boolean removeReport(long number) {
        return reports.remove(number) != null;
    }

    @Override
    public void backup(Path folder) {}

    @Override
    public void close() {}
}
