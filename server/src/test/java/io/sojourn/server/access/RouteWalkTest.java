package io.sojourn.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.access.Walk.Said;
import io.sojourn.server.access.Walk.Who;
import io.sojourn.server.config.Setting;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Route;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import io.sojourn.store.catalog.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Asks every route of the server as everybody, so that a route that is added is held to its role without a test of its
/// own, and looks for the data of one project in all that is answered about another.
@Tag("slow")
@Timeout(240)
class RouteWalkTest {

    /// In everything that the second project has, and nowhere else.
    private static final String SECRET = "zebra-of-the-second-project";

    /// What a key cannot do, whatever its role.
    private static final Set<String> SESSION_ONLY =
            Set.of("PATCH /api/v1/account", "DELETE /api/v1/session", "DELETE /api/v1/sessions");

    @TempDir private static Path folder = Path.of("");

    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));
    private static final Map<Role, Who> KEYS = new EnumMap<>(Role.class);
    private static final List<Who> WORTHLESS = new ArrayList<>();

    private static TestServer server = null;
    private static Walk walk = null;
    private static Who serverOwner = new Who("nobody", Map.of());
    private static Who withoutCsrf = new Who("nobody", Map.of());

    @BeforeAll
    static void start() throws Exception {
        server =
                TestServer.start(
                        folder,
                        CLOCK,
                        Map.of(Setting.PROJECT, List.of("shop.example", "blog.example")));
        walk = new Walk(server.url());
        String password = server.firstRun().at("/owner/password").asText();
        Browser old = Browser.signIn(server, "owner@localhost", password);
        String expires = ",\"expires\":" + CLOCK.instant().plus(Duration.ofDays(1)).toEpochMilli();
        String expired = key(server.owner(), "owner", expires);
        String revoked = key(server.owner(), "owner", "");
        server.owner().delete("/api/v1/keys/" + revoked.substring(0, revoked.indexOf(':')));
        CLOCK.advance(Duration.ofDays(15));
        String right = server.firstKey();
        WORTHLESS.add(new Who("anonymous", Map.of()));
        WORTHLESS.add(Who.key("expired key", expired));
        WORTHLESS.add(Who.key("revoked key", revoked));
        WORTHLESS.add(Who.key("wrong secret", right.substring(0, right.length() - 1)));
        WORTHLESS.add(Who.key("unknown key", "nobody:nothing"));
        WORTHLESS.add(new Who("unknown cookie", Map.of("Cookie", "sojourn_session=abc")));
        WORTHLESS.add(
                new Who(
                        "expired session",
                        Map.of("Cookie", old.cookie(), "X-Sojourn-CSRF", old.csrf())));
        serverOwner = Who.key("server owner", right);
        Browser browser = Browser.signIn(server, "owner@localhost", password);
        withoutCsrf = new Who("without CSRF", Map.of("Cookie", browser.cookie()));
        for (Role role : Role.values()) {
            KEYS.put(role, Who.key(role.word(), member(role)));
        }
        fill("1", "shop.example", "apple");
        fill("2", "blog.example", SECRET);
        server.awaitApplied();
    }

    @AfterAll
    static void stop() throws IOException {
        walk.close();
        server.close();
    }

    private static String key(ApiClient by, String role, String more)
            throws IOException, InterruptedException {
        JsonNode made =
                by.post("/api/v1/keys", "{\"name\":\"k\",\"role\":\"%s\"%s}".formatted(role, more))
                        .json();
        return made.path("appId").asText() + ":" + made.path("secret").asText();
    }

    /// A key of a user who has the role in the first project and none elsewhere.
    private static String member(Role role) throws IOException, InterruptedException {
        String email = role.word() + "@shop.example";
        JsonNode added =
                server.owner()
                        .post(
                                "/api/v1/users",
                                "{\"email\":\"%s\",\"project\":\"1\",\"role\":\"%s\"}"
                                        .formatted(email, role.word()))
                        .json();
        Browser browser = Browser.signIn(server, email, added.path("password").asText());
        return key(browser.page(), "owner", "");
    }

    /// People, events, something refused, an invitation and entries of the audit log, all with the word in them.
    private static void fill(String project, String domain, String word)
            throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            server.track(
                    "ce",
                    "host",
                    domain,
                    "cookie",
                    word + i,
                    "event",
                    word + " event",
                    "cv_email",
                    word + i + "@" + word + ".example",
                    "cv_name",
                    word,
                    "ce_page",
                    word);
        }
        server.track("ce", "host", domain, "cookie", word + "0", "event", word, "ce_" + word, "");
        server.track("ce", "host", domain, "event", word, "cookie", "");
        walkless(
                "/api/v1/projects/" + project + "/invitations",
                "{\"email\":\"%s@blog.example\",\"role\":\"viewer\"}".formatted(word));
        walkless(
                "/api/v1/projects/" + project + "/segments",
                "{\"name\":\"%s\",\"criterion\":{\"did\":{\"event\":\"%s\"}}}"
                        .formatted(word, word));
        walkless(
                "/api/v1/projects/" + project + "/reports",
                "{\"name\":\"%s\",\"kind\":\"segment\",\"definition\":{}}".formatted(word));
    }

    private static void walkless(String target, String json)
            throws IOException, InterruptedException {
        assertThat(server.owner().post(target, json).status()).isBetween(200, 299);
    }

    private static List<Route> closed() {
        return server.routes().stream().filter(route -> !Walk.isPublic(route)).toList();
    }

    private static Map<String, String> query(Route route, String domain) {
        return route.access() instanceof Access.OfNamed ? Map.of("website", domain) : Map.of();
    }

    @Test
    void theWalkHasACaseForEveryRoute() {
        assertThat(server.routes()).hasSizeGreaterThan(50);
        for (Route route : server.routes()) {
            assertThat(Walk.unknownNames(route)).as(Walk.name(route)).isEmpty();
        }
    }

    @Test
    void nothingIsOpenButWhatHasToBe() {
        assertThat(
                        server.routes().stream()
                                .filter(Walk::isPublic)
                                .map(Walk::name)
                                .filter(name -> name.contains(" /api/v1/"))
                                .sorted())
                .containsExactly(
                        "GET /api/v1/invitations/{token}",
                        "GET /api/v1/oidc",
                        "GET /api/v1/oidc/callback",
                        "GET /api/v1/openapi.json",
                        "GET /api/v1/openapi.yaml",
                        "GET /api/v1/session",
                        "POST /api/v1/invitations/{token}/accept",
                        "POST /api/v1/session");
        for (Route route : server.routes()) {
            if (Walk.isPublic(route)) {
                assertThat(route.template())
                        .as("public routes show no project")
                        .doesNotContain("{project}");
                assertThat(route.template()).doesNotStartWith("/rest");
            }
        }
    }

    /// As it is stated for whoever writes a client.
    private static String stated(Access access) {
        return switch (access) {
            case Access.Public _ -> "public";
            case Access.SignedIn _ -> "signed-in";
            case Access.OfProject(Role role) -> role.word();
            case Access.OfNamed(Role role) -> role.word();
            case Access.OfServer(Role role) -> "server " + role.word();
        };
    }

    @Test
    void theContractNamesTheRoleThatIsDemanded() throws Exception {
        JsonNode paths = server.owner().get("/api/v1/openapi.json").json().path("paths");
        List<String> different = new ArrayList<>();
        for (Route route : server.routes()) {
            JsonNode operation =
                    paths.path(route.template()).path(route.method().toLowerCase(Locale.ROOT));
            String role = operation.path("x-role").asText();
            boolean ours = route.template().startsWith("/api/v1/") || !role.isEmpty();
            if (ours && !stated(route.access()).equals(role)) {
                different.add(
                        "%s: %s, stated %s"
                                .formatted(Walk.name(route), stated(route.access()), role));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void whoBringsNothingOfWorthGetsNothing() throws Exception {
        for (Route route : closed()) {
            for (Who who : WORTHLESS) {
                Said said = walk.ask(who, route, "1", Map.of(), query(route, "shop.example"));
                assertThat(said.status())
                        .as("%s as %s: %s", Walk.name(route), who.name(), said)
                        .isEqualTo(401);
                assertThat(said.code()).isEqualTo("unauthenticated");
            }
        }
    }

    @Test
    void aCookieAloneChangesNothing() throws Exception {
        for (Route route : closed()) {
            if (route.method().equals("GET")) {
                continue;
            }
            Said said = walk.ask(withoutCsrf, route, "1", Map.of(), query(route, "shop.example"));
            assertThat(said.status()).as("%s: %s", Walk.name(route), said).isEqualTo(403);
            assertThat(said.title()).contains("X-Sojourn-CSRF");
        }
    }

    /// Asked without what it would take to change anything, so that the answer of who may is one about the request.
    @Test
    void everyRoleGetsWhatItOpensAndNothingElse() throws Exception {
        for (Route route : closed()) {
            for (Map.Entry<Role, Who> each : KEYS.entrySet()) {
                Said said =
                        walk.ask(
                                each.getValue(),
                                route,
                                "1",
                                Map.of(),
                                query(route, "shop.example"));
                String what = "%s as %s: %s".formatted(Walk.name(route), each.getKey(), said);
                switch (route.access()) {
                    case Access.Public _ -> {}
                    case Access.SignedIn _ -> {
                        if (SESSION_ONLY.contains(Walk.name(route))) {
                            assertThat(said.status()).as(what).isIn(400, 403);
                        } else {
                            assertAnswered(said, what);
                        }
                    }
                    case Access.OfProject(Role role) -> held(said, what, each.getKey(), role);
                    case Access.OfNamed(Role role) -> held(said, what, each.getKey(), role);
                    case Access.OfServer _ -> {
                        assertThat(said.status()).as(what).isEqualTo(403);
                        assertThat(said.title()).contains("owner of the server");
                    }
                }
            }
        }
    }

    private static void held(Said said, String what, Role held, Role needed) {
        if (held.includes(needed)) {
            assertAnswered(said, what);
        } else {
            assertThat(said.status()).as(what).isEqualTo(403);
            assertThat(said.title()).as(what).contains("the role " + needed.word());
        }
    }

    private static void assertAnswered(Said said, String what) {
        assertThat(said.status()).as(what).isNotIn(401, 403, 405).isLessThan(500);
        assertThat(said.code()).as(what).isNotEqualTo("unknown_project");
    }

    @Test
    void theOwnerOfTheServerGetsEverything() throws Exception {
        for (Route route : closed()) {
            if (!SESSION_ONLY.contains(Walk.name(route))) {
                assertAnswered(
                        walk.ask(serverOwner, route, "2", Map.of(), query(route, "blog.example")),
                        Walk.name(route));
            }
        }
    }

    @Test
    void aProjectOfOthersIsAnsweredAsOneThatDoesNotExist() throws Exception {
        Who owner = KEYS.get(Role.OWNER);
        for (Route route : closed()) {
            switch (route.access()) {
                case Access.OfProject _ -> {
                    String foreign = walk.ask(owner, route, "2").withoutId();
                    assertThat(foreign).as(Walk.name(route)).startsWith("404 ");
                    assertThat(foreign)
                            .as(Walk.name(route))
                            .isEqualTo(
                                    walk.ask(owner, route, "77")
                                            .withoutId()
                                            .replace("project 77", "project 2"));
                }
                case Access.OfNamed _ -> {
                    String foreign =
                            walk.ask(owner, route, "", Map.of(), query(route, "blog.example"))
                                    .withoutId();
                    assertThat(foreign).as(Walk.name(route)).startsWith("404 ");
                    assertThat(foreign)
                            .as(Walk.name(route))
                            .isEqualTo(
                                    walk.ask(
                                                    owner,
                                                    route,
                                                    "",
                                                    Map.of(),
                                                    query(route, "none.example"))
                                            .withoutId()
                                            .replace("none.example", "blog.example"));
                }
                case Access.Public _, Access.SignedIn _, Access.OfServer _ -> {}
            }
        }
    }

    /// Ids and cursors of the second project, and filters that look for its data, used in the first.
    @Test
    void nothingOfOneProjectIsInTheAnswersOfAnother() throws Exception {
        Who owner = KEYS.get(Role.OWNER);
        int secrets = 0;
        for (Route route : closed()) {
            if (!route.method().equals("GET")
                    || route.access() instanceof Access.OfServer
                    || route.template().endsWith("/live")) {
                continue;
            }
            for (Map<String, String> names : crafted(route)) {
                Said theirs =
                        walk.ask(serverOwner, route, "2", names, query(route, "blog.example"));
                secrets += theirs.text().contains(SECRET) ? 1 : 0;
                for (Map<String, String> query : crafted(walk, route, names)) {
                    Map<String, String> all = new HashMap<>(query);
                    all.putAll(query(route, "shop.example"));
                    Said said = walk.ask(owner, route, "1", names, all);
                    assertThat(said.text())
                            .as("%s %s %s", Walk.name(route), names, all)
                            .doesNotContain(SECRET);
                    assertThat(said.status()).as("%s %s", Walk.name(route), all).isLessThan(500);
                }
            }
        }
        assertThat(secrets).as("the second project's own answers have it").isGreaterThan(5);
    }

    private static List<Map<String, String>> crafted(Route route) {
        List<Map<String, String>> names = new ArrayList<>();
        if (List.of("{person}", "{entry}", "{name}", "{segment}", "{report}").stream()
                .noneMatch(route.template()::contains)) {
            return List.of(Map.of());
        }
        for (int id = 1; id <= 4; id++) {
            names.add(
                    Map.of(
                            "person",
                            Integer.toString(id),
                            "entry",
                            Integer.toString(id),
                            "name",
                            "zebra",
                            "segment",
                            Integer.toString(id),
                            "report",
                            Integer.toString(id)));
        }
        names.add(Map.of("entry", "t1", "person", "-1"));
        return names;
    }

    private static List<Map<String, String>> crafted(
            Walk walk, Route route, Map<String, String> names)
            throws IOException, InterruptedException {
        String cursor = walk.ask(serverOwner, route, "2", names, Map.of("limit", "1")).next();
        List<Map<String, String>> queries = new ArrayList<>();
        queries.add(Map.of());
        queries.add(Map.of("q", "zebra"));
        queries.add(
                Map.of(
                        "filter",
                        "[{\"property\":\"name\",\"operator\":\"contains\",\"value\":\"zebra\"}]"));
        queries.add(Map.of("q", "' OR 1=1 --", "limit", "100"));
        queries.add(Map.of("visitor", "zebra-of"));
        queries.add(Map.of("domain", "blog.example"));
        queries.add(Map.of("project", "2"));
        queries.add(Map.of("format", "csv"));
        if (!cursor.isEmpty()) {
            queries.add(Map.of("cursor", cursor));
            queries.add(Map.of("before", cursor));
        }
        return queries;
    }

    @Test
    void liveTrafficOfOneProjectIsNotToldToAnother() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/projects/1/live"));
            KEYS.get(Role.VIEWER).headers().forEach(request::setHeader);
            HttpResponse<InputStream> response =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String[] each :
                        new String[][] {
                            {"blog.example", SECRET + " live"}, {"shop.example", "last of all"}
                        }) {
                    server.track("ce", "host", each[0], "cookie", "live", "event", each[1]);
                    server.awaitApplied();
                }
                String line = String.valueOf(lines.readLine());
                while (!line.contains("last of all")) {
                    assertThat(line).doesNotContain(SECRET);
                    line = String.valueOf(lines.readLine());
                    assertThat(line).isNotEqualTo("null");
                }
            }
            http.shutdownNow();
        }
    }
}
