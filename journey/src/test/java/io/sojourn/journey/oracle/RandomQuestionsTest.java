package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class RandomQuestionsTest {

    private static final int PAIRS = 500;
    private static final int TIMES = 50;
    private static final int PAIRS_MAX = 5_000;

    /// Asks until every option was met often enough.
    private static void ask(String name, Kind<?, ?> kind) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(name + " seed " + seed);
        RandomQuestions<?, ?> questions = new RandomQuestions<>(kind, seed);
        for (int pairs = PAIRS; pairs == PAIRS || more(questions, pairs); pairs += PAIRS) {
            questions
                    .ask(pairs)
                    .ifPresent(failure -> fail(name + " -Dseed=" + seed + "\n" + failure));
        }
        System.out.println(name + ": " + questions.pairs() + " pairs\n" + questions.draw().table());
        assertThat(questions.draw().below(TIMES)).isEmpty();
    }

    private static boolean more(RandomQuestions<?, ?> questions, int pairs) {
        return pairs <= PAIRS_MAX && !questions.draw().below(TIMES).isEmpty();
    }

    @Test
    void scansYieldTheEventsThatTheOracleSees() {
        ask("scan", new ScanKind());
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
        ask("segment", new SegmentKind());
    }
}
