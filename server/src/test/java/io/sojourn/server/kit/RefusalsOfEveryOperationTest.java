package io.sojourn.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.contract.Contract;
import io.sojourn.server.contract.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every operation of the contract refuses, each with a problem that names its field.
class RefusalsOfEveryOperationTest {

    @TempDir Path data;

    private static String target(Operation operation) {
        return operation.path().replace("{project}", "1").replaceAll("\\{[^}]*}", "1");
    }

    @Test
    void aParameterThatIsNotStatedIsRefusedEverywhere() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            SoftAssertions softly = new SoftAssertions();
            for (Operation operation : Contract.load().operations()) {
                if (!operation.path().startsWith(Contract.PREFIX)) {
                    continue;
                }
                Answer answer =
                        server.owner()
                                .send(
                                        operation.method(),
                                        target(operation) + "?no_such_parameter=1",
                                        BodyPublishers.ofString("{}"),
                                        "application/json");
                softly.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(400);
                softly.assertThat(answer.json().path("errors").findValuesAsText("field"))
                        .as("%s", operation)
                        .contains("no_such_parameter");
            }
            softly.assertAll();
        }
    }

    @Test
    void somebodyWithoutAKeyIsRefusedWhereverARoleIsNeeded() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            SoftAssertions softly = new SoftAssertions();
            JsonNode paths = server.anonymous().get("/api/v1/openapi.json").json().path("paths");
            for (Operation operation : Contract.load().operations()) {
                String role =
                        paths.path(operation.path())
                                .path(operation.method().toLowerCase(java.util.Locale.ROOT))
                                .path("x-role")
                                .asText();
                if (role.equals("public") || !operation.path().startsWith(Contract.PREFIX)) {
                    continue;
                }
                Answer answer =
                        server.anonymous()
                                .send(
                                        operation.method(),
                                        target(operation),
                                        BodyPublishers.ofString("{}"),
                                        "application/json");
                softly.assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(401);
            }
            softly.assertAll();
            assertThat(paths.size()).isGreaterThan(40);
        }
    }
}
