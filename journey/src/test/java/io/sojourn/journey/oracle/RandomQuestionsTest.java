package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Drawn questions of every kind about drawn histories, answered by the analyses and by the oracle. Every option is met
/// often enough; the table of options and counts is printed. `-Dseed=` repeats a run, `-Dpairs=` makes it longer.
@Tag("slow")
class RandomQuestionsTest {

    private static final int PAIRS = Integer.getInteger("pairs", 500);
    private static final int TIMES = Integer.getInteger("times", 50);
    private static final int PAIRS_MAX = 20 * PAIRS;

    /// Asks until every option was met often enough.
    private static void ask(String name, Kind<?, ?> kind) {
        ask(name, kind, false);
    }

    /// @param filters whether options of filters, which all kinds share, must be met too
    private static void ask(String name, Kind<?, ?> kind, boolean filters) {
        long seed = Long.getLong("seed", System.nanoTime());
        RandomQuestions<?, ?> questions = new RandomQuestions<>(kind, seed);
        List<String> missed = List.of("all");
        for (int pairs = PAIRS; pairs <= PAIRS_MAX && !missed.isEmpty(); pairs += PAIRS / 5) {
            questions
                    .ask(pairs)
                    .ifPresent(failure -> fail(name + " -Dseed=" + seed + "\n" + failure));
            missed = questions.draw().below(TIMES, filters);
        }
        System.out.printf(
                "%s: %d pairs, -Dseed=%d%n%s%n",
                name, questions.pairs(), seed, questions.draw().table());
        assertThat(missed).isEmpty();
    }

    @Test
    void scansYieldTheEventsThatTheOracleSees() {
        ask("scan", new ScanKind(), true);
    }

    @Test
    void retentionIsTheOracles() {
        ask("retention", new RetentionKind());
    }

    @Test
    void funnelsAreTheOracles() {
        ask("funnel", new FunnelKind());
    }

    @Test
    void pathsAreTheOracles() {
        ask("paths", new PathKinds.OfPaths());
    }

    @Test
    void footprintsAreTheOracles() {
        ask("footprints", new PathKinds.OfFootprints());
    }

    @Test
    void patternsOccurWhereTheOracleFindsThem() {
        ask("patterns", new PathKinds.OfPatterns());
    }

    @Test
    void segmentsHaveTheMembersThatTheOracleFinds() {
        ask("segment", new SegmentKind(), true);
    }

    @Test
    void trendsAreTheOracles() {
        ask("trend", new TrendKind());
    }

    @Test
    void stickinessIsTheOracles() {
        ask("stickiness", new ActivityKinds.OfStickiness());
    }

    @Test
    void lifecycleIsTheOracles() {
        ask("lifecycle", new ActivityKinds.OfLifecycle());
    }

    @Test
    void attributionIsTheOracles() {
        ask("attribution", new AttributionKind());
    }

    @Test
    void peopleReportsAreTheOracles() {
        ask("people", new PeopleKind());
    }
}
