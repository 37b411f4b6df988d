package io.sojourn.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final String EMAIL = "owner@localhost";

    private final TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));

    @TempDir private Path folder = Path.of("");
    private TestServer server = null;
    private String password = "";

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder, clock, Map.of(Setting.PROJECT, List.of("shop.example")));
        password = server.firstRun().at("/owner/password").asText();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Browser signIn() throws IOException, InterruptedException {
        return Browser.signIn(server, EMAIL, password);
    }

    @Test
    void theFirstOwnerSignsInAndIsAskedToChooseOwnCredentials() throws Exception {
        JsonNode nobody = server.anonymous().get("/api/v1/session").json();
        assertThat(nobody.path("user").isNull()).isTrue();
        assertThat(nobody.path("csrf").isNull()).isTrue();
        assertThat(nobody.path("projects")).isEmpty();
        Answer answer = Browser.trySignIn(server.anonymous(), " Owner@Localhost ", password);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie"))
                .matches(
                        "sojourn_session=[0-9a-f]{64}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax");
        assertThat(answer.json().at("/user/mustSetUp").asBoolean()).isTrue();
        assertThat(answer.json().at("/user/owner").asBoolean()).isTrue();
        assertThat(answer.json().at("/projects/0/domains/0").asText()).isEqualTo("shop.example");
        Browser browser = Browser.of(server, answer);
        JsonNode changed =
                browser.page()
                        .patch(
                                "/api/v1/account",
                                "{\"name\":\"Ann\",\"email\":\"ann@shop.example\",\"password\":\"correct horse\",\"oldPassword\":\"%s\"}"
                                        .formatted(password))
                        .json();
        assertThat(changed.path("mustSetUp").asBoolean()).isFalse();
        assertThat(changed.path("email").asText()).isEqualTo("ann@shop.example");
        JsonNode session = browser.page().get("/api/v1/session").json();
        assertThat(session.at("/user/name").asText()).isEqualTo("Ann");
        assertThat(session.path("csrf").asText()).isEqualTo(browser.csrf());
        Browser.signIn(server, "ann@shop.example", "correct horse");
        assertThat(Browser.trySignIn(server.anonymous(), EMAIL, password).status()).isEqualTo(401);
    }

    @Test
    void whatChangesSomethingNeedsTheTokenOfThePage() throws Exception {
        Browser browser = signIn();
        ApiClient bare = server.anonymous().with("Cookie", browser.cookie());
        assertThat(bare.get("/api/v1/account").status()).isEqualTo(200);
        for (ApiClient client : List.of(bare, bare.with("X-Sojourn-CSRF", "0".repeat(64)))) {
            Answer refused = client.patch("/api/v1/account", "{\"name\":\"Eve\"}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().path("title").asText()).contains("X-Sojourn-CSRF");
        }
        Answer other =
                browser.page()
                        .with("Sec-Fetch-Site", "cross-site")
                        .patch("/api/v1/account", "{\"name\":\"Eve\"}");
        assertThat(other.status()).isEqualTo(403);
        assertThat(
                        server.owner()
                                .with("Sec-Fetch-Site", "cross-site")
                                .post("/api/v1/projects", "{\"domain\":\"eve.example\"}")
                                .status())
                .isEqualTo(403);
        assertThat(browser.page().patch("/api/v1/account", "{\"name\":\"Ann\"}").status())
                .isEqualTo(200);
        Answer form =
                server.anonymous()
                        .send(
                                "POST",
                                "/api/v1/session",
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"email\":\"%s\",\"password\":\"%s\"}"
                                                .formatted(EMAIL, password)),
                                "text/plain");
        assertThat(form.status()).as("a form of another site signs nobody in").isEqualTo(400);
    }

    @Test
    void aSessionEndsWhenItIsNotUsedForFourteenDays() throws Exception {
        Browser browser = signIn();
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofDays(13));
            assertThat(browser.page().get("/api/v1/account").status()).isEqualTo(200);
        }
        clock.advance(Duration.ofDays(14).plusMillis(1));
        Answer ended = browser.page().get("/api/v1/account");
        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.json().path("title").asText()).contains("ended");
        assertThat(browser.page().get("/api/v1/session").json().path("user").isNull()).isTrue();
    }

    @Test
    void oneSignsOutHereOrEverywhere() throws Exception {
        Browser one = signIn();
        Browser two = signIn();
        Browser three = signIn();
        JsonNode sessions = two.page().get("/api/v1/sessions").json().path("sessions");
        assertThat(sessions).hasSize(3);
        assertThat(sessions.path(1).path("current").asBoolean()).isTrue();
        assertThat(sessions.path(0).path("current").asBoolean()).isFalse();
        assertThat(sessions.path(0).path("address").asText()).isEqualTo("127.0.0.1");
        Answer out = one.page().delete("/api/v1/session");
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("sojourn_session=; ", "Max-Age=0");
        assertThat(one.page().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(two.page().delete("/api/v1/sessions").status()).isEqualTo(204);
        assertThat(two.page().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(three.page().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(server.owner().get("/api/v1/account").status()).isEqualTo(200);
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() throws Exception {
        Browser one = signIn();
        Browser other = signIn();
        String body = "{\"password\":\"a longer one\",\"oldPassword\":\"%s\"}";
        Answer wrong = one.page().patch("/api/v1/account", body.formatted("not this"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("oldPassword");
        assertThat(server.owner().patch("/api/v1/account", body.formatted(password)).status())
                .as("a key changes no password")
                .isEqualTo(403);
        assertThat(one.page().patch("/api/v1/account", body.formatted(password)).status())
                .isEqualTo(200);
        assertThat(one.page().get("/api/v1/account").status()).isEqualTo(200);
        assertThat(other.page().get("/api/v1/account").status()).isEqualTo(401);
    }

    @Test
    void signingInAgainGivesAnotherTokenAndEndsTheOldOne() throws Exception {
        Browser old = signIn();
        Answer again =
                Browser.trySignIn(server.anonymous().with("Cookie", old.cookie()), EMAIL, password);
        assertThat(again.status()).isEqualTo(200);
        assertThat(Browser.cookie(again)).isNotEqualTo(old.cookie());
        assertThat(old.page().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(Browser.of(server, again).page().get("/api/v1/account").status()).isEqualTo(200);
    }

    @Test
    void guessingIsSlowedDownAndAnUnknownAccountLooksTheSame() throws Exception {
        for (String email : List.of(EMAIL, "nobody@shop.example")) {
            Answer first = null;
            for (int i = 0; i < 5; i++) {
                Answer wrong = Browser.trySignIn(server.anonymous(), email, "wrong");
                assertThat(wrong.status()).isEqualTo(401);
                assertThat(wrong.json().path("errors").toString())
                        .isEqualTo(
                                "[{\"code\":\"unauthenticated\",\"field\":\"\",\"message\":\"email or password is not right\"}]");
                first = first == null ? wrong : first;
            }
            Answer blocked = Browser.trySignIn(server.anonymous(), email, "wrong");
            assertThat(blocked.status()).isEqualTo(429);
            assertThat(blocked.header("Retry-After")).isEqualTo("2");
        }
        assertThat(Browser.trySignIn(server.anonymous(), EMAIL, password).status())
                .as("the right one has to wait too")
                .isEqualTo(429);
        clock.advance(Duration.ofSeconds(2));
        signIn();
        JsonNode audit = server.owner().get("/api/v1/audit?action=sign_in_failed&limit=10").json();
        assertThat(audit.path("entries")).hasSize(10);
        assertThat(audit.at("/entries/0/target").asText()).isEqualTo("nobody@shop.example");
        assertThat(audit.at("/entries/0/user").isNull()).isTrue();
        assertThat(audit.at("/entries/9/user").asText()).isEqualTo(EMAIL);
    }

    @Test
    void aScriptIsNotAnsweredWithAPasswordDialog() throws Exception {
        assertThat(server.anonymous().get("/api/v1/account").header("WWW-Authenticate"))
                .startsWith("Basic");
        assertThat(
                        server.anonymous()
                                .with("Sec-Fetch-Mode", "cors")
                                .get("/api/v1/account")
                                .header("WWW-Authenticate"))
                .startsWith("Session");
    }

    @Test
    void behindAProxyTheCookieIsForItsSchemeAndPath() throws Exception {
        server.close();
        server =
                TestServer.start(
                        folder,
                        clock,
                        Map.of(
                                Setting.BASE_PATH,
                                List.of("/sojourn"),
                                Setting.TRUSTED_PROXIES,
                                List.of("127.0.0.1")));
        ApiClient proxy =
                server.anonymous()
                        .with("X-Forwarded-Proto", "https")
                        .with("X-Forwarded-Host", "stats.shop.example")
                        .with("X-Forwarded-For", "192.0.2.7");
        Answer answer = Browser.trySignIn(proxy, EMAIL, password);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Set-Cookie"))
                .endsWith("; Path=/sojourn; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure");
        ApiClient page =
                proxy.with("Cookie", Browser.cookie(answer))
                        .with("X-Sojourn-CSRF", answer.json().path("csrf").asText());
        assertThat(page.get("/api/v1/sessions").json().at("/sessions/0/address").asText())
                .isEqualTo("192.0.2.7");
        assertThat(
                        page.post(
                                        "/api/v1/projects/1/invitations",
                                        "{\"email\":\"new@shop.example\",\"role\":\"viewer\"}")
                                .json()
                                .path("link")
                                .asText())
                .matches("https://stats\\.shop\\.example/sojourn/invitations/[0-9a-f]{64}");
    }
}
