package io.sojourn.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.journey.json.AttributionJson;
import io.sojourn.journey.json.CriterionJson;
import io.sojourn.journey.json.FunnelJson;
import io.sojourn.journey.json.PartWriter;
import io.sojourn.journey.json.PathJson;
import io.sojourn.journey.json.PeopleReportJson;
import io.sojourn.journey.json.RandomParts;
import io.sojourn.journey.json.RetentionJson;
import io.sojourn.journey.json.TrendJson;
import io.sojourn.journey.time.Calendar;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Questions are read by their handlers, which say more of what is wrong than a schema can; whatever they read, the
/// contract has to state. `-Dseed=` repeats a run.
class QuestionShapesTest {

    private static final Contract CONTRACT = Contract.load();
    private static final int ROUNDS = 200;

    private static Operation operation(String kind) {
        return CONTRACT.operation("POST", "/api/v1/questions/" + kind).orElseThrow();
    }

    private static <T> void assertStated(
            String kind,
            Function<RandomParts, T> definitions,
            BiFunction<T, PartWriter, ObjectNode> write) {
        long seed = Long.getLong("seed", System.nanoTime());
        RandomParts random = new RandomParts(seed);
        Operation ask = operation(kind);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode body =
                    write.apply(definitions.apply(random), new PartWriter(Calendar.UTC))
                            .put("project", "1");
            assertThat(ask.bodyDifferences(body.toString()))
                    .as("seed %d: %s", seed, body)
                    .isEmpty();
        }
    }

    @Test
    void everySegmentIsStated() {
        assertStated(
                "segment",
                random -> random.criterion(3),
                (criterion, parts) ->
                        JsonNodeFactory.instance
                                .objectNode()
                                .set("criterion", CriterionJson.write(criterion, parts)));
    }

    @Test
    void everyFunnelIsStated() {
        assertStated("funnel", RandomParts::funnel, FunnelJson::write);
    }

    @Test
    void everyRetentionIsStated() {
        assertStated("retention", RandomParts::retention, RetentionJson::write);
    }

    @Test
    void allPathsAreStated() {
        assertStated("paths", RandomParts::paths, PathJson::write);
    }

    @Test
    void allFootprintsAreStated() {
        assertStated(
                "paths",
                RandomParts::footprints,
                (footprints, parts) -> PathJson.write(footprints, parts).put("form", "footprints"));
    }

    @Test
    void everyPatternIsStated() {
        assertStated("pattern", RandomParts::pattern, PathJson::write);
    }

    @Test
    void everyTrendIsStated() {
        assertStated("trend", RandomParts::trend, TrendJson::write);
    }

    @Test
    void everyStickinessIsStated() {
        assertStated("stickiness", RandomParts::stickiness, TrendJson::write);
    }

    @Test
    void everyLifecycleIsStated() {
        assertStated("lifecycle", RandomParts::lifecycle, TrendJson::write);
    }

    @Test
    void everyAttributionIsStated() {
        assertStated("attribution", RandomParts::attribution, AttributionJson::write);
    }

    @Test
    void everyReportAboutPeopleIsStated() {
        assertStated("people", RandomParts::report, PeopleReportJson::write);
    }

    @Test
    void whatIsNotStatedIsFound() {
        String misspelt =
                "{\"project\":\"1\",\"steps\":[{\"event\":\"buy\",\"optinal\":true}],\"windw\":7}";
        assertThat(operation("funnel").bodyDifferences(misspelt))
                .anySatisfy(text -> assertThat(text).contains("windw"))
                .anySatisfy(text -> assertThat(text).contains("optinal"));
        assertThat(operation("retention").bodyDifferences("{\"project\":\"1\"}"))
                .anySatisfy(text -> assertThat(text).contains("returning", "missing"));
    }
}
