package io.sojourn.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(120)
class ReportApiTest {

    private static final String REPORTS = "/api/v1/projects/1/reports";

    @TempDir Path folder;

    @Test
    void aReportIsKeptChangedAndDeleted() throws Exception {
        try (TestServer server = TestServer.start(folder, "shop.example")) {
            Answer made =
                    server.owner()
                            .post(
                                    REPORTS,
                                    """
                                    {"name": "Sales", "kind": "segment",
                                     "definition": {"criterion": {"did": {"event": "buy"}}}}""");
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            String path = REPORTS + "/" + made.json().path("id").asText();
            JsonNode kept = server.owner().get(path).json();
            assertThat(kept).isEqualTo(made.json());
            assertThat(kept.at("/definition/criterion/did/event").asText()).isEqualTo("buy");
            assertThat(kept.at("/created/by").asText()).isEqualTo("owner@localhost");
            JsonNode changed = server.owner().patch(path, "{\"description\":\"of all\"}").json();
            assertThat(changed.path("description").asText()).isEqualTo("of all");
            assertThat(changed.path("definition")).isEqualTo(kept.path("definition"));
            assertThat(server.owner().get(REPORTS).json().path("reports")).hasSize(1);
            Answer wrong =
                    server.owner()
                            .post(REPORTS, "{\"kind\":\"nothing\",\"definition\":[],\"x\":1}");
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text()).contains("\"name\"", "\"kind\"", "\"definition\"", "\"x\"");
            assertThat(server.owner().delete(path).status()).isEqualTo(204);
            assertThat(server.owner().get(path).status()).isEqualTo(404);
        }
    }
}
