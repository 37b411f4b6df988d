package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The questions of other products' tests, asked by the packaged command through the public API.
@Tag("slow")
class CasesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path CASES = Path.of("..", "journey", "src", "test", "resources", "cases");

    /// Those that differ on purpose, or cannot be asked; every other one is equal.
    private static final Map<String, Set<String>> EXCEPTIONS =
            Map.of(
                    "differs",
                    Set.of(
                            "ch_wf_same_event_3x_default",
                            "ch_wf_reentry_strict_order",
                            "ch_wf_ecom_4step_strict_order",
                            "ret3_cohorts_avg",
                            "ph_seg_did_eq0_rejected",
                            "ph_seg_negation_alone_rejected"),
                    "not_offered",
                    Set.of("ch_wf_reentry_dedup", "ch_seq_00"));

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "funnel",
                "retention",
                "paths",
                "segments",
                "trends",
                "windowfunnel",
                "sequence"
            })
    void everyCaseIsAnsweredAsItsSourceDoesOrDiffersForAReason(String file) throws Exception {
        Path cases = CASES.resolve(file + ".json");
        List<String> lines = CommandChild.run(0, folder, "cases", cases.toString());
        List<JsonNode> answers = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{")) {
                answers.add(JSON.readTree(line));
            }
        }
        JsonNode asked = JSON.readTree(Files.readString(cases));
        assertThat(answers).hasSize(asked.size());
        for (String outcome : List.of("differs", "not_offered")) {
            Set<String> named =
                    answers.stream()
                            .filter(one -> one.path("outcome").asText().equals(outcome))
                            .map(one -> one.path("case").asText())
                            .collect(Collectors.toSet());
            Set<String> known = EXCEPTIONS.getOrDefault(outcome, Set.of());
            assertThat(known).as("%s: %s", outcome, named).containsAll(named);
        }
        assertThat(answers)
                .allSatisfy(
                        one ->
                                assertThat(one.path("reason").isNull())
                                        .as(one.toString())
                                        .isEqualTo(one.path("outcome").asText().equals("equal")));
    }
}
