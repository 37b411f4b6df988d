package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    /// @param got what our API answers
    Optional<String> why(Case one, JsonNode got) {
        String word = "";
        JsonNode query = one.query();
        if (one.expected().path("error").asBoolean()) {
            word = "refused_elsewhere";
        } else if (one.kind().equals("windowfunnel")) {
            word = ofWindowFunnel(query);
        } else if (query.path("average_row").asBoolean()) {
            word = "pooled_average";
        } else if (one.kind().equals("retention")) {
            word = "incomplete_cells";
        }
        return Optional.ofNullable(sentences.get(word));
    }

    private static String ofWindowFunnel(JsonNode query) {
        for (JsonNode mode : query.path("modes")) {
            if (mode.asText().equals("strict_order")) {
                return "later_clean_attempt";
            }
        }
        Set<JsonNode> steps = new HashSet<>();
        boolean repeated = false;
        for (JsonNode step : query.path("steps")) {
            repeated |= !steps.add(step);
        }
        return repeated ? "one_event_one_step" : "";
    }
}
