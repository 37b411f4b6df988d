package io.sojourn.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    private static final Reasons REASONS =
            Reasons.of(
                    """
                    | case | why it differs |
                    |---|---|
                    | `incomplete_cells` | not whole |
                    """);

    private static JsonNode json(String text) throws Exception {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    private static Case retention(String expected) throws Exception {
        JsonNode none = json("{}");
        return new Case("r", none, none, json("{'kind':'retention'}"), json(expected), false);
    }

    @Test
    void aCellThatIsNotWholeDiffersForAReasonOnlyWhereOthersHaveNothing() throws Exception {
        JsonNode got = json("{'triangle':[[4,2],[3]],'incomplete':[[false,true],[false]]}");
        assertThat(REASONS.why(retention("{'triangle':[[4,0],[3]]}"), got)).hasValue("not whole");
        assertThat(REASONS.why(retention("{'triangle':[[4,3],[3]]}"), got)).isEmpty();
        assertThat(REASONS.why(retention("{'triangle':[[4,0],[2]]}"), got)).isEmpty();
    }
}
