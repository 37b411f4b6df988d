package io.sojourn.journey.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Every mistake is named by the field it is in, all of them at once.
class ProblemsTest {

    private static final PropertyRules SECRETS =
            new PropertyRules() {
                @Override
                public boolean isList(Column column) {
                    return column.key().equals("tags");
                }

                @Override
                public Optional<String> refusal(Column column) {
                    return column.key().equals("salary")
                            ? Optional.of("this property is not shown to you")
                            : Optional.empty();
                }
            };

    private static List<String> fields(String json, BiConsumer<Place, PartReader> read)
            throws JsonProcessingException {
        Place place = Place.root(new JsonMapper().readTree(json));
        read.accept(place, new PartReader(SECRETS, Calendar.UTC));
        ProblemException problems = catchThrowableOfType(ProblemException.class, place::check);
        return problems == null
                ? List.of()
                : problems.problems().stream().map(Problem::field).toList();
    }

    private static List<String> ofEvent(String json) throws JsonProcessingException {
        return fields("{\"steps\":[" + json + "]}", ProblemsTest::steps);
    }

    private static void steps(Place place, PartReader parts) {
        place.at("steps").list(9, parts::event);
    }

    private static List<String> ofCriterion(String json) throws JsonProcessingException {
        return fields(json, CriterionJson::read);
    }

    private static List<String> ofRange(String json) throws JsonProcessingException {
        return fields("{\"range\":" + json + "}", (place, parts) -> parts.range(place.at("range")));
    }

    @Test
    void whatIsWrongWithEventsIsToldAllAtOnce() throws JsonProcessingException {
        assertThat(
                        ofEvent(
                                """
                                {"event":"a","filters":[{"property":"p","operator":"near","value":1},
                                  {"property":"salary","operator":"exists"},{"operator":"exists"}]},
                                {"evnt":"a"},
                                {"event":"a","filters":[{"property":"p","operator":"between","value":1},
                                  {"property":"p","operator":"matches","value":"("}]},
                                {"any":true,"event":"a"},
                                {"event":7},
                                {"anyOf":[]}
                                """))
                .containsExactly(
                        "steps[0].filters[0].operator",
                        "steps[0].filters[1].property",
                        "steps[0].filters[2].property",
                        "steps[1].event",
                        "steps[1].evnt",
                        "steps[2].filters[0].value",
                        "steps[2].filters[1].value",
                        "steps[3].any",
                        "steps[4].event",
                        "steps[5].anyOf");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsWrong() throws JsonProcessingException {
        assertThat(ofRange("{\"from\":\"2025-01-02\",\"to\":\"2025-01-01\"}"))
                .containsExactly("range.to");
        assertThat(ofRange("{\"from\":\"2025-01-01\",\"to\":\"2025-01-01\"}")).isEmpty();
        assertThat(ofRange("{\"from\":\"yesterday\"}")).containsExactly("range.from");
        assertThat(ofRange("{\"last\":0,\"unit\":\"fortnight\"}"))
                .containsExactly("range.last", "range.unit");
        assertThat(ofRange("{\"last\":1,\"unit\":\"day\",\"from\":1}"))
                .containsExactly("range.from");
    }

    @Test
    void aCriterionSaysExactlyOneThing() throws JsonProcessingException {
        assertThat(ofCriterion("{}")).containsExactly("");
        assertThat(ofCriterion("{\"all\":[],\"any\":[]}")).containsExactly("");
        assertThat(ofCriterion("{\"not\":{\"did\":{\"event\":\"\"},\"timeframe\":{\"last\":-1}}}"))
                .containsExactly("not.did.event", "not.timeframe.last");
        assertThat(
                        ofCriterion(
                                "{\"did\":{\"any\":true},\"compare\":{\"operator\":\"contains\",\"value\":1}}"))
                .containsExactly("compare.operator");
        assertThat(
                        ofCriterion(
                                "{\"has\":{\"scope\":\"event\",\"property\":\"p\",\"operator\":\"exists\"}}"))
                .containsExactly("has");
    }

    @Test
    void criteriaAreNestedOnlySoDeep() throws JsonProcessingException {
        String everyone = "{\"all\":[]}";
        for (int depth = 2; depth <= CriterionJson.DEPTH_MAX; depth++) {
            everyone = "{\"not\":" + everyone + "}";
        }
        assertThat(ofCriterion(everyone)).isEmpty();
        assertThat(ofCriterion("{\"not\":" + everyone + "}")).hasSize(1);
    }

    @Test
    void aPropertyMarkedAsListIsComparedByItsElements() throws JsonProcessingException {
        Place place =
                Place.root(
                        new JsonMapper()
                                .readTree(
                                        "{\"event\":\"a\",\"filters\":[{\"property\":\"tags\",\"operator\":\"is\",\"value\":\"x\"}]}"));
        var condition =
                new PartReader(SECRETS, Calendar.UTC)
                        .event(place)
                        .anyOf()
                        .getFirst()
                        .conditions()
                        .getFirst();
        assertThat(condition.matches("[\"w\",\"x\"]")).isTrue();
    }
}
