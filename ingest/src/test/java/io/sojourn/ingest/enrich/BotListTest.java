package io.sojourn.ingest.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.core.project.ProjectSettings.BotSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// The shipped list of bots against its source.
class BotListTest {

    private static final BotSettings ALL = new BotSettings(true, true);

    @Test
    void everyExampleOfTheListIsABot() throws IOException {
        Bots bots = Bots.load();
        List<String> missed = new ArrayList<>();
        int examples = 0;
        for (JsonNode entry : source()) {
            for (JsonNode instance : entry.get("instances")) {
                examples++;
                if (bots.name(instance.asText(), ALL).isEmpty()) {
                    missed.add(instance.asText());
                }
            }
        }
        assertThat(examples).isEqualTo(2_118);
        assertThat(missed).isEmpty();
    }

    @Test
    void theShippedListIsMadeFromItsSource() throws IOException {
        StringBuilder made = new StringBuilder();
        made.append(
                "# Made from crawler-user-agents 1.60.0 (MIT, see crawler-user-agents.LICENSE):");
        made.append(" pattern, tags, name.\n");
        int patterns = 0;
        for (JsonNode entry : source()) {
            List<String> tags = new ArrayList<>();
            entry.get("tags").forEach(tag -> tags.add(tag.asText()));
            String pattern = entry.get("pattern").asText();
            made.append(pattern)
                    .append('\t')
                    .append(String.join(",", tags))
                    .append('\t')
                    .append(name(pattern))
                    .append('\n');
            patterns++;
        }
        Files.writeString(
                Path.of(System.getProperty("java.io.tmpdir"), "crawler-user-agents.tsv"), made);
        assertThat(patterns).isEqualTo(1_500);
        try (InputStream in =
                Objects.requireNonNull(Bots.class.getResourceAsStream("crawler-user-agents.tsv"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(made.toString());
        }
    }

    /// What a pattern would look like in a user agent: one of each choice, no escapes.
    private static String name(String pattern) {
        String name = pattern.contains("(") ? pattern : pattern.replaceFirst("\\|.*", "");
        name = name.replace("(^| )", "").replace("([^-]|$)", "");
        name = name.replaceAll("\\((\\w+)\\|[^)]*\\)", "$1");
        name = name.replaceAll("\\[\\\\s\\\\S\\]\\*", " ").replaceAll("\\[(.)[^\\]]*\\]", "$1");
        name = name.replace("\\d", "0").replace("0+", "0");
        name = name.replaceAll("^\\^+|\\$+$", "").replaceAll("\\\\(.)", "$1");
        name = name.replaceAll("^[ /]+|[ /]+$", "");
        return name.isEmpty() ? pattern : name;
    }

    /// The list as it was published.
    static JsonNode source() throws IOException {
        try (InputStream in =
                new GZIPInputStream(
                        Objects.requireNonNull(
                                BotListTest.class.getResourceAsStream(
                                        "/crawler-user-agents/crawler-user-agents.json.gz")))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
