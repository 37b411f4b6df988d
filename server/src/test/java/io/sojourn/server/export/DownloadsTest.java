package io.sojourn.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {

    private static final String PROJECT = "/api/v1/projects/1";

    @TempDir Path data;

    @Test
    void onePersonAndAllPeopleCanBeTakenAway() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            server.track(
                    "ce",
                    "host",
                    "shop.example",
                    "event",
                    "buy",
                    "cookie",
                    "c",
                    "cv_name",
                    "<Ann>");
            server.awaitApplied();

            JsonNode person = server.owner().get(PROJECT + "/people/1/export").json();
            assertThat(person.at("/person/properties/name").asText()).isEqualTo("<Ann>");
            assertThat(person.path("events")).hasSize(1);
            assertThat(person.path("visits")).hasSize(1);
            assertThat(
                            server.owner()
                                    .post(PROJECT + "/export/people", "{\"columns\":[\"name\"]}")
                                    .text())
                    .contains("<Ann>");
        }
    }
}
