package io.sojourn.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractApiTest {

    @TempDir Path data;

    @Test
    void theServerHandsOutItsContractAndHoldsRequestsAgainstIt() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            Answer yaml = server.anonymous().get("/api/v1/openapi.yaml");
            assertThat(yaml.text()).startsWith("openapi: 3.1.0");
            JsonNode json = server.anonymous().get("/api/v1/openapi.json").json();
            assertThat(json.at("/paths/~1api~1v1~1projects/get/operationId").asText())
                    .isEqualTo("listProjects");

            Answer page = server.anonymous().get("/api");
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(page.text()).contains("/api/v1/projects/{project}/people");
            assertThat(server.anonymous().get("/api/reference.js").status()).isEqualTo(200);
            assertThat(server.anonymous().get("/api/reference.css").status()).isEqualTo(200);

            JsonNode problem =
                    server.owner()
                            .post("/api/v1/projects?dry=1", "{\"domain\":7,\"colour\":\"red\"}")
                            .json();
            assertThat(problem.path("status").asInt()).isEqualTo(400);
            assertThat(problem.path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("dry", "domain", "colour");
        }
    }
}
