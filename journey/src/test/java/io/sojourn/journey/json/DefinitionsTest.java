package io.sojourn.journey.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.journey.time.Calendar;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What is written of a definition reads back equal, whatever it is.
class DefinitionsTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final Calendar BERLIN =
            new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);
    private static final int ROUNDS = 500;

    private static <T> void assertReadsBack(
            Function<RandomParts, T> definitions,
            BiFunction<T, PartWriter, JsonNode> write,
            BiFunction<Place, PartReader, T> read)
            throws JsonProcessingException {
        long seed = Long.getLong("seed", System.nanoTime());
        RandomParts random = new RandomParts(seed);
        for (int round = 0; round < ROUNDS; round++) {
            T definition = definitions.apply(random);
            String json = write.apply(definition, new PartWriter(BERLIN)).toString();
            Place place = Place.root(JSON.readTree(json));
            T back = read.apply(place, new PartReader(PropertyRules.NONE, BERLIN));
            place.check();
            assertThat(back).as("seed %d: %s", seed, json).isEqualTo(definition);
        }
    }

    @Test
    void aCriterionReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(random -> random.criterion(3), CriterionJson::write, CriterionJson::read);
    }

    @Test
    void aRangeReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::range,
                (range, parts) -> {
                    var json = PartWriter.object();
                    parts.range(json, "range", range);
                    return json;
                },
                (place, parts) -> parts.range(place.at("range")));
    }

    @Test
    void aFunnelReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::funnel,
                FunnelJson::write,
                (place, parts) -> sound(place, FunnelJson.read(place, parts)));
    }

    @Test
    void retentionReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::retention,
                RetentionJson::write,
                (place, parts) -> sound(place, RetentionJson.read(place, parts)));
    }

    @Test
    void aTrendReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::trend,
                TrendJson::write,
                (place, parts) -> sound(place, TrendJson.read(place, parts)));
    }

    @Test
    void stickinessReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::stickiness,
                TrendJson::write,
                (place, parts) -> sound(place, TrendJson.readStickiness(place, parts)));
    }

    @Test
    void aLifecycleReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::lifecycle,
                TrendJson::write,
                (place, parts) -> sound(place, TrendJson.readLifecycle(place, parts)));
    }

    @Test
    void anAttributionReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::attribution,
                AttributionJson::write,
                (place, parts) -> sound(place, AttributionJson.read(place, parts)));
    }

    @Test
    void pathsReadBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::paths,
                PathJson::write,
                (place, parts) -> sound(place, PathJson.readPaths(place, parts)));
    }

    @Test
    void footprintsReadBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::footprints,
                PathJson::write,
                (place, parts) -> sound(place, PathJson.readFootprints(place, parts)));
    }

    @Test
    void aPatternReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::pattern,
                PathJson::write,
                (place, parts) -> sound(place, PathJson.readPattern(place, parts)));
    }

    @Test
    void aReportAboutPeopleReadsBackEqual() throws JsonProcessingException {
        assertReadsBack(
                RandomParts::report,
                PeopleReportJson::write,
                (place, parts) -> sound(place, PeopleReportJson.read(place, parts)));
    }

    private static <T> T sound(Place place, Optional<T> definition) {
        place.end();
        place.check();
        return definition.orElseThrow();
    }
}
