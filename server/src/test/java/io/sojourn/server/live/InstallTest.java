package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InstallTest {

    private static final String INSTALL = "/api/v1/projects/1/install";

    @TempDir Path folder;
    private TestServer server = null;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder.resolve("data"), "shop.example", "other.example");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private JsonNode install(ApiClient client) throws Exception {
        return client.get(INSTALL).json();
    }

    private String scriptName() throws Exception {
        JsonNode settings = server.owner().get("/api/v1/projects/1/settings").json();
        return settings.at("/tracking/scriptName").asText();
    }

    private ApiClient viewer() throws Exception {
        JsonNode key =
                server.owner()
                        .post(
                                "/api/v1/keys",
                                "{\"name\":\"viewer\",\"role\":\"viewer\",\"project\":\"1\"}")
                        .json();
        return server.client(key.path("appId").asText() + ":" + key.path("secret").asText());
    }

    @Test
    void anEmptyProjectIsToldHowToBegin() throws Exception {
        JsonNode install = install(server.owner());
        assertThat(install.path("received").asBoolean()).isFalse();
        assertThat(install.path("firstEvent").isNull()).isTrue();
        assertThat(install.path("refused")).isEmpty();
        assertThat(install.path("trackUrl").asText()).isEqualTo(server.url() + "/track/");
        String scriptUrl = server.url() + "/" + scriptName() + ".js";
        assertThat(install.path("scriptUrl").asText()).isEqualTo(scriptUrl);
        assertThat(install.path("snippet").asText())
                .contains("\"" + scriptUrl + "\"")
                .contains("domain:\"shop.example\",dialect:\"guide\"");
    }

    @Test
    void theFirstAndTheLastEventAreShownWithTheClientThatSentThem() throws Exception {
        server.track("ce", "project", "shop.example", "event", "one", "cookie", "c", "app", "node");
        server.track("ce", "project", "shop.example", "event", "two", "cookie", "c");
        server.track(
                "ce", "project", "shop.example", "event", "three", "cookie", "c", "cv_name", "Ann");
        server.awaitApplied();
        JsonNode install = install(server.owner());
        assertThat(install.path("received").asBoolean()).isTrue();
        assertThat(install.at("/firstEvent/name").asText()).isEqualTo("one");
        assertThat(install.at("/firstEvent/app").asText()).isEqualTo("node");
        assertThat(install.at("/lastEvent/name").asText()).isEqualTo("three");
        assertThat(install.at("/lastEvent/personName").asText()).isEqualTo("Ann");
    }

    @Test
    void whatWasRefusedIsToldByReasonWithAdviceAndASampleOnlyToThoseWhoMaySeeIt() throws Exception {
        server.track("ce", "project", "shop.example", "event", "nobody");
        server.track("ce", "project", "shop.example", "event", "nobody else");
        server.track("ce", "project", "shop.example", "cookie", "c");
        server.awaitApplied();
        JsonNode refused = install(server.owner()).path("refused");
        assertThat(refused).hasSize(2);
        JsonNode nobody =
                refused.get(0).path("count").asInt() == 2 ? refused.get(0) : refused.get(1);
        assertThat(nobody.path("reason").asText()).isEqualTo("no_identifier");
        assertThat(nobody.path("advice").asText()).contains("cookie");
        assertThat(nobody.path("sample").asText()).contains("event=nobody");
        JsonNode seen = install(viewer()).path("refused");
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).path("sample").asText()).isEmpty();
    }

    @Test
    void aDomainThatNobodyHasIsToldToThoseWhoCouldAddItAndNoOneElse() throws Exception {
        server.track("ce", "project", "shpo.example", "event", "pv", "cookie", "c");
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (install(server.owner()).path("refused").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        JsonNode unknown = install(server.owner()).path("refused").get(0);
        assertThat(unknown.path("reason").asText()).isEqualTo("unknown_project");
        assertThat(unknown.path("message").asText()).contains("shpo.example");
        assertThat(install(viewer()).path("refused")).isEmpty();
    }
}
