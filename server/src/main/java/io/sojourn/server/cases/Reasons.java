package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why an answer differs from another product's on purpose: one table of `docs/semantics.md`, whose first column is a
/// word for what such cases have in common.
final class Reasons {

    private static final String DOCUMENT = "/META-INF/sojourn-docs/semantics.md";

    private final Map<String, String> sentences = new LinkedHashMap<>();

    private Reasons() {}

    static Reasons load() {
        try (InputStream in = Reasons.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new ProblemException(
                        Code.INTERNAL, "docs/semantics.md is not among the program's resources");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows behind the heading of the table.
    static Reasons of(String document) {
        Reasons reasons = new Reasons();
        int heading = document.indexOf("| case | why it differs |");
        document.substring(Math.max(0, heading))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(
                        line -> {
                            String[] cells = line.split("\\|", -1);
                            reasons.sentences.put(
                                    cells[1].strip().replace("`", ""), cells[2].strip());
                        });
        return reasons;
    }

    /// The reason, where it accounts for all that differs.
    ///
    /// @param got what our API answers
    Optional<String> why(Case one, JsonNode got) {
        String word = "";
        if (one.expected().path("error").asBoolean()) {
            word = "refused_elsewhere";
        } else if (one.kind().equals("windowfunnel")) {
            word = ofWindowFunnel(one, got);
        } else if (one.query().path("average_row").asBoolean()
                && Expectation.isMet(withoutAverage(one.expected()), withoutAverage(got))) {
            word = "pooled_average";
        } else if (got.has(RetentionCases.INCOMPLETE)
                && Expectation.isMet(one.expected(), withoutIncomplete(one.expected(), got))) {
            word = "incomplete_cells";
        }
        return Optional.ofNullable(sentences.get(word));
    }

    private static JsonNode withoutAverage(JsonNode retention) {
        ObjectNode rest = retention.deepCopy();
        if (rest.path("shares") instanceof ArrayNode shares && !shares.isEmpty()) {
            shares.remove(shares.size() - 1);
        }
        return rest;
    }

    /// With what is expected in the cells that are not whole, where others have 0 or nothing.
    private static JsonNode withoutIncomplete(JsonNode expected, JsonNode got) {
        ObjectNode rest = got.deepCopy();
        JsonNode marks = got.path(RetentionCases.INCOMPLETE);
        for (String name : List.of("triangle", "matrix")) {
            JsonNode rows = rest.path(name);
            for (int i = 0; i < rows.size(); i++) {
                ArrayNode row = (ArrayNode) rows.get(i);
                for (int j = 0; j < row.size(); j++) {
                    JsonNode wanted = expected.path(name).path(i).path(j);
                    boolean empty = wanted.isNull() || (wanted.isNumber() && wanted.asInt() == 0);
                    if (marks.path(i).path(j).asBoolean() && empty) {
                        row.set(j, wanted);
                    }
                }
            }
        }
        return rest;
    }

    /// A later attempt can only go further; an event that serves one step can only go less far.
    private static String ofWindowFunnel(Case one, JsonNode got) {
        boolean further = true;
        boolean lessFar = true;
        for (Map.Entry<String, JsonNode> level : one.expected().path("levels").properties()) {
            int ours = got.path("levels").path(level.getKey()).asInt();
            further &= ours >= level.getValue().asInt();
            lessFar &= ours <= level.getValue().asInt();
        }
        for (JsonNode mode : one.query().path("modes")) {
            if (mode.asText().equals("strict_order")) {
                return further ? "later_clean_attempt" : "";
            }
        }
        Set<JsonNode> steps = new HashSet<>();
        boolean repeated = false;
        for (JsonNode step : one.query().path("steps")) {
            repeated |= !steps.add(step);
        }
        return repeated && lessFar ? "one_event_one_step" : "";
    }
}
