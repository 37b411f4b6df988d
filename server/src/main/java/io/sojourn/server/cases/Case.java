package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What another product's tests say: events and people, a question about them, and its answer.
///
/// @param people by their name in the case
record Case(
        String name,
        JsonNode events,
        JsonNode people,
        JsonNode query,
        JsonNode expected,
        boolean quirk) {

    static List<Case> read(Path file) {
        JsonNode array;
        try {
            array = new JsonMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new ProblemException(
                    Code.CONFIGURATION, file + " cannot be read: " + e.getMessage());
        }
        if (!array.isArray()) {
            throw new ProblemException(Code.CONFIGURATION, file + " is no JSON array of cases");
        }
        List<Case> cases = new ArrayList<>();
        for (JsonNode one : array) {
            cases.add(
                    new Case(
                            one.path("name").asText(),
                            one.path("events"),
                            one.path("people"),
                            one.path("query"),
                            one.path("expected"),
                            one.has("quirk")));
        }
        return cases;
    }

    String kind() {
        return query.path("kind").asText();
    }
}
