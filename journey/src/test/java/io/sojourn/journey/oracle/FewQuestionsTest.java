package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A few drawn questions of every kind, always the same ones and quickly answered: what a change breaks mostly shows here,
/// before [RandomQuestionsTest] asks thousands of others.
class FewQuestionsTest {

    private static final int PAIRS = Integer.getInteger("few", 60);
    private static final long SEED = 20_260_105;

    private static void agree(Kind<?, ?> kind) {
        assertThat(new RandomQuestions<>(kind, SEED).firstDifference(PAIRS)).isEmpty();
    }

    @Test
    void aboutRetention() {
        agree(new RetentionKind());
    }

    @Test
    void aboutFunnels() {
        agree(new FunnelKind());
    }

    @Test
    void aboutPaths() {
        agree(new PathKinds.OfPaths());
    }

    @Test
    void aboutFootprints() {
        agree(new PathKinds.OfFootprints());
    }

    @Test
    void aboutPatterns() {
        agree(new PathKinds.OfPatterns());
    }

    @Test
    void aboutSegments() {
        agree(new SegmentKind());
    }

    @Test
    void aboutTrends() {
        agree(new TrendKind());
    }

    @Test
    void aboutStickiness() {
        agree(new ActivityKinds.OfStickiness());
    }

    @Test
    void aboutLifecycles() {
        agree(new ActivityKinds.OfLifecycle());
    }

    @Test
    void aboutAttribution() {
        agree(new AttributionKind());
    }

    @Test
    void aboutPeople() {
        agree(new PeopleKind());
    }
}
