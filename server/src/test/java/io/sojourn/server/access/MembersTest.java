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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersTest {
    private static final String SHOP = "/api/v1/projects/1";

    private final TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));

    @TempDir private Path folder = Path.of("");
    private TestServer server = null;

    @BeforeEach
    void start() throws IOException {
        server =
                TestServer.start(
                        folder,
                        clock,
                        Map.of(Setting.PROJECT, List.of("shop.example", "blog.example")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// A user of the first project, signed in.
    private Browser member(String email, String role) throws IOException, InterruptedException {
        Answer added =
                server.owner()
                        .post(
                                "/api/v1/users",
                                "{\"email\":\"%s\",\"project\":\"1\",\"role\":\"%s\"}"
                                        .formatted(email, role));
        assertThat(added.status()).as("%s", added).isEqualTo(201);
        return Browser.signIn(server, email, added.json().path("password").asText());
    }

    private static String title(Answer answer) {
        return answer.status() + " " + answer.json().path("title").asText();
    }

    private Answer invite(ApiClient by, String email, String role) throws Exception {
        return by.post(
                SHOP + "/invitations", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role));
    }

    private static String token(Answer invited) {
        String link = invited.json().path("link").asText();
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private Answer accept(String token, String password) throws Exception {
        return server.anonymous()
                .post(
                        "/api/v1/invitations/" + token + "/accept",
                        "{\"name\":\"New\",\"password\":\"%s\"}".formatted(password));
    }

    @Test
    void anInvitationMakesAnAccountWithARoleInOneProject() throws Exception {
        Answer invited = invite(server.owner(), "New@Shop.example", "analyst");
        assertThat(invited.status()).as("%s", invited).isEqualTo(201);
        assertThat(invited.json().path("link").asText()).startsWith(server.url() + "/invitations/");
        String token = token(invited);
        JsonNode shown = server.anonymous().get("/api/v1/invitations/" + token).json();
        assertThat(shown.path("email").asText()).isEqualTo("new@shop.example");
        assertThat(shown.path("domain").asText()).isEqualTo("shop.example");
        assertThat(shown.path("known").asBoolean()).isFalse();
        assertThat(accept(token, "short").status()).isEqualTo(400);
        Answer accepted = accept(token, "long enough");
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(200);
        assertThat(accepted.json().path("projects")).hasSize(1);
        assertThat(accepted.json().at("/projects/0/role").asText()).isEqualTo("analyst");
        Browser browser = Browser.of(server, accepted);
        assertThat(browser.page().get(SHOP + "/members").status()).isEqualTo(200);
        assertThat(title(browser.page().get("/api/v1/projects/2/members")))
                .isEqualTo("404 there is no project 2");
        assertThat(title(accept(token, "long enough")))
                .isEqualTo("404 this invitation was used, taken back or is too old");
    }

    @Test
    void anAccountThatExistsAcceptsWithItsPassword() throws Exception {
        server.owner().post("/api/v1/users", "{\"email\":\"ann@shop.example\",\"name\":\"Ann\"}");
        String token = token(invite(server.owner(), "ann@shop.example", "viewer"));
        assertThat(
                        server.anonymous()
                                .get("/api/v1/invitations/" + token)
                                .json()
                                .path("known")
                                .asBoolean())
                .isTrue();
        assertThat(title(accept(token, "not hers at all"))).isEqualTo("400 password: is not right");
        String password =
                server.owner()
                        .post("/api/v1/users/2/password", "{}")
                        .json()
                        .path("password")
                        .asText();
        Answer accepted = accept(token, password);
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().at("/user/name").asText()).isEqualTo("Ann");
    }

    @Test
    void anInvitationIsTakenBackOrGrowsTooOld() throws Exception {
        Answer one = invite(server.owner(), "one@shop.example", "viewer");
        Answer two = invite(server.owner(), "two@shop.example", "viewer");
        assertThat(server.owner().get(SHOP + "/members").json().path("invitations")).hasSize(2);
        String id = one.json().at("/invitation/id").asText();
        assertThat(server.owner().delete("/api/v1/projects/2/invitations/" + id).status())
                .isEqualTo(404);
        assertThat(server.owner().delete(SHOP + "/invitations/" + id).status()).isEqualTo(204);
        assertThat(accept(token(one), "long enough").status()).isEqualTo(404);
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        assertThat(accept(token(two), "long enough").status()).isEqualTo(404);
        assertThat(server.owner().get(SHOP + "/members").json().path("invitations")).isEmpty();
    }

    @Test
    void nobodyGivesOrTakesARoleAboveTheOwn() throws Exception {
        Browser owner = member("owner@shop.example", "owner");
        Browser admin = member("admin@shop.example", "admin");
        Browser viewer = member("viewer@shop.example", "viewer");
        assertThat(title(invite(viewer.page(), "x@shop.example", "viewer")))
                .isEqualTo("403 this needs the role admin in the project, not viewer");
        assertThat(title(invite(admin.page(), "x@shop.example", "owner")))
                .isEqualTo("403 this needs the role owner in the project, not admin");
        assertThat(title(admin.page().put(SHOP + "/members/2", "{\"role\":\"viewer\"}")))
                .isEqualTo("403 this needs the role owner in the project, not admin");
        assertThat(title(admin.page().put(SHOP + "/members/4", "{\"role\":\"owner\"}")))
                .startsWith("403");
        assertThat(title(admin.page().delete(SHOP + "/members/2"))).startsWith("403");
        assertThat(admin.page().put(SHOP + "/members/4", "{\"role\":\"admin\"}").status())
                .isEqualTo(200);
        assertThat(title(owner.page().put(SHOP + "/members/2", "{\"role\":\"admin\"}")))
                .isEqualTo("409 this is the last owner of the project: name another first");
        assertThat(owner.page().put(SHOP + "/members/3", "{\"role\":\"owner\"}").status())
                .isEqualTo(200);
        assertThat(owner.page().delete(SHOP + "/members/2").status()).isEqualTo(204);
        assertThat(title(owner.page().get(SHOP + "/members")))
                .isEqualTo("404 there is no project 1");
        assertThat(title(admin.page().put(SHOP + "/members/1", "{\"role\":\"viewer\"}")))
                .startsWith("409 owners of the server");
        assertThat(title(admin.page().delete(SHOP + "/members/99"))).startsWith("404");
        List<String> roles = new ArrayList<>();
        admin.page()
                .get(SHOP + "/members")
                .json()
                .path("members")
                .forEach(m -> roles.add(m.path("email").asText() + " " + m.path("role").asText()));
        assertThat(roles)
                .containsExactly(
                        "admin@shop.example owner",
                        "owner@localhost owner",
                        "viewer@shop.example admin");
    }

    private String key(ApiClient by, String more) throws Exception {
        Answer made = by.post("/api/v1/keys", "{\"name\":\"k\"," + more + "}");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return made.json().path("appId").asText() + ":" + made.json().path("secret").asText();
    }

    @Test
    void aKeyDoesNoMoreThanItsRoleAndItsUser() throws Exception {
        Browser analyst = member("analyst@shop.example", "analyst");
        ApiClient asOwner = server.client(key(analyst.page(), "\"role\":\"owner\""));
        assertThat(title(asOwner.post(SHOP + "/domains", "{\"domain\":\"x.example\"}")))
                .isEqualTo("403 this needs the role admin in the project, not analyst");
        assertThat(title(asOwner.get("/api/v1/users")))
                .isEqualTo("403 this needs an owner of the server");
        ApiClient reading = server.client(key(server.owner(), "\"role\":\"viewer\""));
        assertThat(title(reading.post("/api/v1/projects", "{\"domain\":\"x.example\"}")))
                .isEqualTo("403 this needs the role owner in the server, not viewer");
        assertThat(reading.get("/metrics").status()).isEqualTo(200);
        ApiClient blog = server.client(key(server.owner(), "\"role\":\"admin\",\"project\":\"2\""));
        assertThat(blog.get("/api/v1/projects/2/members").status()).isEqualTo(200);
        assertThat(title(blog.get(SHOP + "/members"))).isEqualTo("404 there is no project 1");
        assertThat(blog.get("/metrics").status()).isEqualTo(403);
        assertThat(blog.get("/api/v1/session").json().path("projects")).hasSize(1);
        assertThat(title(reading.post("/api/v1/keys", "{\"name\":\"k\",\"role\":\"owner\"}")))
                .isEqualTo("403 a key makes no key that may do more than itself");
        assertThat(title(blog.post("/api/v1/keys", "{\"name\":\"k\",\"role\":\"admin\"}")))
                .startsWith("403");
        assertThat(
                        title(
                                analyst.page()
                                        .post(
                                                "/api/v1/keys",
                                                "{\"name\":\"k\",\"role\":\"viewer\",\"project\":\"2\"}")))
                .isEqualTo("404 project: there is no project 2");
    }

    @Test
    void keysExpireAndAreRevoked() throws Exception {
        Browser analyst = member("analyst@shop.example", "analyst");
        long in = clock.instant().plus(Duration.ofHours(1)).toEpochMilli();
        ApiClient short0 =
                server.client(key(analyst.page(), "\"role\":\"viewer\",\"expires\":" + in));
        String other = key(analyst.page(), "\"role\":\"viewer\"");
        assertThat(short0.get(SHOP + "/members").status()).isEqualTo(200);
        clock.advance(Duration.ofHours(1));
        assertThat(title(short0.get(SHOP + "/members")))
                .startsWith("401 this API key is unknown, revoked or expired");
        assertThat(
                        title(
                                analyst.page()
                                        .post(
                                                "/api/v1/keys",
                                                "{\"name\":\"\",\"role\":\"king\",\"expires\":5}")))
                .startsWith("400");
        assertThat(server.client(other).get("/api/v1/account").status()).isEqualTo(200);
        JsonNode keys = analyst.page().get("/api/v1/keys").json().path("keys");
        assertThat(keys).hasSize(2);
        assertThat(keys.path(0).has("secret")).isFalse();
        String appId = other.substring(0, other.indexOf(':'));
        for (JsonNode key : keys) {
            if (key.path("appId").asText().equals(appId)) {
                assertThat(key.path("lastUsed").asLong()).isEqualTo(clock.millis());
            }
        }
        Browser viewer = member("viewer@shop.example", "viewer");
        assertThat(viewer.page().delete("/api/v1/keys/" + appId).status()).isEqualTo(404);
        assertThat(analyst.page().delete("/api/v1/keys/" + appId).status()).isEqualTo(204);
        assertThat(server.client(other).get("/api/v1/account").status()).isEqualTo(401);
    }

    @Test
    void whoIsDisabledCanDoNothing() throws Exception {
        Browser analyst = member("analyst@shop.example", "analyst");
        ApiClient key = server.client(key(analyst.page(), "\"role\":\"viewer\""));
        assertThat(server.owner().patch("/api/v1/users/2", "{\"disabled\":true}").status())
                .isEqualTo(200);
        assertThat(analyst.page().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(key.get("/api/v1/account").status()).isEqualTo(401);
        assertThat(title(server.owner().patch("/api/v1/users/1", "{\"owner\":false}")))
                .isEqualTo("409 this is the last owner of the server");
        assertThat(server.owner().patch("/api/v1/users/2", "{\"disabled\":false}").status())
                .isEqualTo(200);
        assertThat(key.get("/api/v1/account").status()).isEqualTo(200);
        assertThat(server.owner().get("/api/v1/users").json().path("users")).hasSize(2);
    }

    @Test
    void whatIsDoneStandsInTheAuditLog() throws Exception {
        Browser admin = member("admin@shop.example", "admin");
        String invitation =
                invite(admin.page(), "new@shop.example", "viewer")
                        .json()
                        .at("/invitation/id")
                        .asText();
        assertThat(invite(admin.page(), "no address", "viewer").status()).isEqualTo(400);
        admin.page().delete(SHOP + "/invitations/" + invitation);
        String key = key(admin.page(), "\"role\":\"viewer\"");
        server.owner().patch("/api/v1/users/2", "{\"disabled\":false}");
        JsonNode project = admin.page().get(SHOP + "/audit").json().path("entries");
        List<String> lines = new ArrayList<>();
        project.forEach(
                e ->
                        lines.add(
                                String.join(
                                        "|",
                                        e.path("user").asText(),
                                        e.path("action").asText(),
                                        e.path("target").asText(),
                                        e.path("detail").asText(),
                                        e.path("address").asText())));
        assertThat(lines)
                .containsExactly(
                        "admin@shop.example|invitation_revoked|invitation 1||127.0.0.1",
                        "admin@shop.example|invited||email new@shop.example, role viewer|127.0.0.1");
        JsonNode page = server.owner().get("/api/v1/audit?limit=2").json();
        assertThat(page.at("/entries/0/action").asText()).isEqualTo("user_changed");
        assertThat(page.at("/entries/0/key").asText()).isNotEmpty();
        assertThat(page.at("/entries/1/action").asText()).isEqualTo("key_created");
        JsonNode next =
                server.owner()
                        .get("/api/v1/audit?limit=100&cursor=" + page.path("next").asText())
                        .json();
        assertThat(next.at("/entries/0/action").asText()).isEqualTo("invitation_revoked");
        assertThat(next.path("next").isNull()).isTrue();
        assertThat(next.toString()).doesNotContain(key.substring(key.indexOf(':') + 1));
        assertThat(admin.page().get("/api/v1/audit").status()).isEqualTo(403);
        assertThat(admin.page().get("/api/v1/projects/2/audit").status()).isEqualTo(404);
    }

    @Test
    void exportsMergesDeletionsAndSettingsStandInTheAuditLogOfTheirProject() throws Exception {
        for (String cookie : List.of("one", "two")) {
            server.track("ce", "host", "shop.example", "cookie", cookie, "event", "pv");
        }
        server.awaitApplied();
        List<String> people = new ArrayList<>();
        server.owner()
                .get(SHOP + "/people")
                .json()
                .path("people")
                .forEach(person -> people.add(person.path("id").asText()));
        assertThat(people).hasSize(2);
        String kept = people.getFirst();
        List<Answer> answers =
                List.of(
                        server.owner().put(SHOP + "/settings", "{\"zone\":\"Europe/Berlin\"}"),
                        server.owner().get(SHOP + "/export/people"),
                        server.owner().get("/rest/3.7/export/people?website=shop.example"),
                        server.owner()
                                .post(
                                        SHOP + "/people/" + kept + "/merge",
                                        "{\"other\":\"%s\"}".formatted(people.getLast())),
                        server.owner().delete(SHOP + "/people/" + kept));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        List<String> lines = new ArrayList<>();
        server.owner()
                .get(SHOP + "/audit")
                .json()
                .path("entries")
                .forEach(
                        e ->
                                lines.add(
                                        String.join(
                                                        " ",
                                                        e.path("action").asText(),
                                                        e.path("target").asText(),
                                                        e.path("detail").asText())
                                                .strip()));
        assertThat(lines)
                .containsExactly(
                        "person_deleted person " + kept,
                        "merged person " + kept + " other " + people.getLast(),
                        "exported",
                        "exported",
                        "settings_changed  zone");
    }
}
