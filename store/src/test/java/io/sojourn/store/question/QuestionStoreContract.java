package io.sojourn.store.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.PersonSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every question store does.
public abstract class QuestionStoreContract {

    private static final Stamp ANN = new Stamp("ann@shop.example", 1_000);
    private static final Stamp BOB = new Stamp("bob@shop.example", 2_000);

    private QuestionStore store = new InMemoryQuestionStore();

    /// Of a project without anything.
    protected abstract QuestionStore open();

    /// The same again, as after a restart.
    protected abstract QuestionStore reopen(QuestionStore store);

    @BeforeEach
    void begin() {
        store = open();
    }

    @AfterEach
    void end() {
        store.close();
    }

    private static StoredSegment.Draft rule(String name) {
        return new StoredSegment.Draft(
                name, "about \0 " + name, StoredSegment.Kind.RULE, "{\"all\":[]}");
    }

    private static MembershipTurn turn(long position, MembershipTurn.Moves... moves) {
        return new MembershipTurn(position, 5_000, List.of(moves), List.of(), PersonSet.EMPTY);
    }

    private static MembershipTurn.Moves entered(long segment, long... persons) {
        PersonSet set = PersonSet.of(persons);
        return new MembershipTurn.Moves(segment, set, PersonSet.EMPTY, set, PersonSet.EMPTY);
    }

    private static MembershipTurn.Moves left(long segment, long... persons) {
        PersonSet set = PersonSet.of(persons);
        return new MembershipTurn.Moves(segment, PersonSet.EMPTY, set, PersonSet.EMPTY, set);
    }

    @Test
    void aProjectBeginsWithNothing() {
        assertThat(store.segments()).isEmpty();
        assertThat(store.segment(1)).isEmpty();
        assertThat(store.reports()).isEmpty();
        assertThat(store.members()).isEmpty();
        assertThat(store.evaluated()).isEmpty();
        assertThat(store.position()).isZero();
        assertThat(store.list(1).isEmpty()).isTrue();
        assertThat(store.changes(OptionalLong.empty(), 0, 10)).isEmpty();
    }

    @Test
    void aSegmentIsKeptAsItWasSaid() {
        StoredSegment made = store.createSegment(rule("Käufer"), ANN);
        store = reopen(store);
        assertThat(store.segments())
                .containsExactly(new StoredSegment(made.number(), rule("Käufer"), 1, ANN, ANN));
    }

    @Test
    void onlyWhatChangesItsMeaningBeginsAnotherEdition() {
        long number = store.createSegment(rule("a"), ANN).number();
        StoredSegment renamed = store.changeSegment(number, rule("b"), false, BOB);
        assertThat(renamed.edition()).isEqualTo(1);
        assertThat(renamed.created()).isEqualTo(ANN);
        assertThat(renamed.changed()).isEqualTo(BOB);
        assertThat(store.changeSegment(number, rule("b"), true, BOB).edition()).isEqualTo(2);
        assertThat(store.setList(number, PersonSet.of(4), BOB).edition()).isEqualTo(3);
        store = reopen(store);
        assertThat(store.segment(number).orElseThrow().edition()).isEqualTo(3);
        assertThat(store.list(number)).isEqualTo(PersonSet.of(4));
    }

    @Test
    void twoSegmentsDoNotShareAName() {
        long a = store.createSegment(rule("a"), ANN).number();
        store.createSegment(rule("b"), ANN);
        assertThatThrownBy(() -> store.createSegment(rule("a"), ANN))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("another segment is called a");
        assertThatThrownBy(() -> store.changeSegment(a, rule("b"), true, ANN))
                .isInstanceOf(ProblemException.class);
        assertThat(store.changeSegment(a, rule("a"), false, BOB).changed()).isEqualTo(BOB);
    }

    @Test
    void whatIsUnknownCannotBeChanged() {
        assertThatThrownBy(() -> store.changeSegment(7, rule("a"), true, ANN))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no segment 7");
        assertThatThrownBy(() -> store.setList(7, PersonSet.EMPTY, ANN))
                .isInstanceOf(ProblemException.class);
        assertThat(store.removeSegment(7)).isFalse();
        assertThat(store.removeReport(7)).isFalse();
    }

    @Test
    void aNumberIsNeverUsedAgain() {
        long first = store.createSegment(rule("a"), ANN).number();
        assertThat(store.removeSegment(first)).isTrue();
        store = reopen(store);
        assertThat(store.createSegment(rule("a"), ANN).number()).isGreaterThan(first);
    }

    @Test
    void aTurnMovesMembersAndRecordsWhoEnteredAndLeft() {
        long a = store.createSegment(rule("a"), ANN).number();
        long b = store.createSegment(rule("b"), ANN).number();
        store.write(turn(10, entered(a, 1, 2), entered(b, 2)), Map.of(a, 1L, b, 1L));
        store.write(turn(11, left(a, 1)), Map.of());
        store = reopen(store);
        assertThat(store.position()).isEqualTo(11);
        assertThat(store.members()).isEqualTo(Map.of(a, PersonSet.of(2), b, PersonSet.of(2)));
        assertThat(store.evaluated()).isEqualTo(Map.of(a, 1L, b, 1L));
        List<MembershipChange> all = store.changes(OptionalLong.empty(), 0, 10);
        assertThat(store.recorded()).isEqualTo(PersonSet.of(1, 2));
        assertThat(all)
                .extracting(
                        MembershipChange::segment,
                        MembershipChange::person,
                        MembershipChange::entered)
                .containsExactly(
                        tuple(a, 1L, true),
                        tuple(a, 2L, true),
                        tuple(b, 2L, true),
                        tuple(a, 1L, false));
        assertThat(store.changes(OptionalLong.of(a), 0, 2)).containsExactly(all.get(0), all.get(1));
        assertThat(store.changes(OptionalLong.of(a), all.get(1).number(), 2))
                .containsExactly(all.get(3));
    }

    @Test
    void quietMovesAreNotRecorded() {
        long a = store.createSegment(rule("a"), ANN).number();
        PersonSet both = PersonSet.of(1, 2);
        store.write(
                turn(
                        1,
                        new MembershipTurn.Moves(
                                a, both, PersonSet.EMPTY, PersonSet.EMPTY, PersonSet.EMPTY)),
                Map.of());
        assertThat(store.members()).isEqualTo(Map.of(a, both));
        assertThat(store.changes(OptionalLong.empty(), 0, 10)).isEmpty();
    }

    @Test
    void ofADeletedPersonNothingStays() {
        long a = store.createSegment(rule("a"), ANN).number();
        store.setList(a, PersonSet.of(1, 2), ANN);
        store.write(turn(1, entered(a, 1, 2)), Map.of());
        store.write(
                new MembershipTurn(
                        2,
                        6_000,
                        List.of(
                                new MembershipTurn.Moves(
                                        a,
                                        PersonSet.EMPTY,
                                        PersonSet.of(2),
                                        PersonSet.EMPTY,
                                        PersonSet.EMPTY)),
                        List.of(),
                        PersonSet.of(2)),
                Map.of());
        assertThat(store.members()).isEqualTo(Map.of(a, PersonSet.of(1)));
        assertThat(store.list(a)).isEqualTo(PersonSet.of(1));
        assertThat(store.changes(OptionalLong.empty(), 0, 10))
                .extracting(MembershipChange::person)
                .containsExactly(1L);
    }

    @Test
    void sizesAreKeptByTimeUntilTheSegmentIsGone() {
        long a = store.createSegment(rule("a"), ANN).number();
        for (long at : new long[] {100, 200}) {
            store.write(
                    new MembershipTurn(
                            1,
                            at,
                            List.of(),
                            List.of(new SegmentSize(a, at, at / 10), new SegmentSize(99, at, 1)),
                            PersonSet.EMPTY),
                    Map.of());
        }
        assertThat(store.sizes(a))
                .containsExactly(new SegmentSize(a, 100, 10), new SegmentSize(a, 200, 20));
        store.removeSegment(a);
        assertThat(store.sizes(a)).isEmpty();
        assertThat(store.members()).isEmpty();
    }

    @Test
    void oldChangesGo() {
        long a = store.createSegment(rule("a"), ANN).number();
        store.write(turn(1, entered(a, 1)), Map.of());
        store.dropChanges(5_000);
        assertThat(store.changes(OptionalLong.empty(), 0, 10)).hasSize(1);
        store.dropChanges(5_001);
        assertThat(store.changes(OptionalLong.empty(), 0, 10)).isEmpty();
    }

    @Test
    void reportsAreKept() {
        StoredReport.Draft draft = new StoredReport.Draft("Sales", "", "funnel", "{\"steps\":[]}");
        StoredReport made = store.createReport(draft, ANN);
        StoredReport.Draft other = new StoredReport.Draft("Sales", "more", "trend", "{}");
        assertThat(store.changeReport(made.number(), other, BOB).draft()).isEqualTo(other);
        store = reopen(store);
        assertThat(store.reports())
                .containsExactly(new StoredReport(made.number(), other, ANN, BOB));
        assertThat(store.removeReport(made.number())).isTrue();
        assertThat(store.reports()).isEmpty();
        assertThatThrownBy(() -> store.changeReport(made.number(), other, BOB))
                .isInstanceOf(ProblemException.class);
    }
}
