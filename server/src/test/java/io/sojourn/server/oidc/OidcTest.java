package io.sojourn.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sojourn.server.access.Browser;
import io.sojourn.server.access.TestClock;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));

    @TempDir private Path folder = Path.of("");
    private TestProvider provider = null;
    private TestServer server = null;

    @BeforeEach
    void startProvider() throws Exception {
        provider = TestProvider.start(clock);
    }

    private void start(Map<Setting, String> more) throws IOException {
        Map<Setting, List<String>> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.PROJECT, List.of("shop.example", "blog.example"));
        settings.put(Setting.OIDC_ISSUER, List.of(provider.issuer()));
        settings.put(Setting.OIDC_CLIENT_ID, List.of(TestProvider.CLIENT));
        settings.put(Setting.OIDC_CLIENT_SECRET, List.of(TestProvider.SECRET));
        settings.put(Setting.OIDC_NAME, List.of("Example ID"));
        more.forEach((setting, text) -> settings.put(setting, List.of(text)));
        server = TestServer.start(folder, clock, settings);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        provider.close();
    }

    private static String location(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(302);
        return answer.header("Location");
    }

    /// A browser on its way: at our server, at the provider, back.
    private record Way(String cookie, URI callback) {
        String target() {
            return callback.getPath() + "?" + callback.getRawQuery();
        }
    }

    private Way go(String back) throws IOException, InterruptedException {
        Answer started = server.anonymous().get("/api/v1/oidc?return=" + back);
        assertThat(started.header("Set-Cookie")).contains("HttpOnly; SameSite=Lax");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Void> there =
                    http.send(
                            HttpRequest.newBuilder(URI.create(location(started))).build(),
                            BodyHandlers.discarding());
            assertThat(there.statusCode()).isEqualTo(302);
            return new Way(
                    Browser.cookie(started),
                    URI.create(there.headers().firstValue("Location").orElseThrow()));
        }
    }

    private Answer signIn() throws IOException, InterruptedException {
        Way way = go("%2Fp%2F1%2Flive");
        return server.anonymous().with("Cookie", way.cookie()).get(way.target());
    }

    private JsonNode session(Answer answer) throws IOException, InterruptedException {
        ApiClient client = server.anonymous().with("Cookie", Browser.cookie(answer));
        return client.get("/api/v1/session").json();
    }

    private static String error(Answer answer) {
        assertThat(answer.header("Set-Cookie")).isEmpty();
        String location = location(answer);
        assertThat(location).startsWith("/sign-in?error=");
        return URLDecoder.decode(
                location.substring("/sign-in?error=".length()), StandardCharsets.UTF_8);
    }

    private void addUser(String email) throws IOException, InterruptedException {
        assertThat(
                        server.owner()
                                .post(
                                        "/api/v1/users",
                                        "{\"email\":\"%s\",\"project\":\"1\",\"role\":\"admin\"}"
                                                .formatted(email))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void anAccountWithTheVerifiedEmailIsSignedInAndKnownByItsSubjectFromThenOn() throws Exception {
        start(Map.of());
        addUser("ann@shop.example");
        assertThat(server.anonymous().get("/api/v1/session").json().path("oidc").asText())
                .isEqualTo("Example ID");
        Answer answer = signIn();
        assertThat(location(answer)).isEqualTo("/p/1/live");
        JsonNode session = session(answer);
        assertThat(session.at("/user/email").asText()).isEqualTo("ann@shop.example");
        assertThat(session.at("/projects/0/role").asText()).isEqualTo("admin");
        provider.state(claims -> claims.claim("email", "ann@new.example"));
        assertThat(session(signIn()).at("/user/email").asText()).isEqualTo("ann@shop.example");
        provider.state(claims -> claims.subject("subject-2"));
        assertThat(error(signIn()))
                .isEqualTo("the account with this email belongs to another identity");
    }

    @Test
    void nobodyWhoWasNotInvitedGetsAnAccount() throws Exception {
        start(Map.of());
        assertThat(error(signIn())).isEqualTo("nobody has invited this email address");
        server.owner()
                .post(
                        "/api/v1/projects/2/invitations",
                        "{\"email\":\"Ann@shop.example\",\"role\":\"analyst\"}");
        JsonNode session = session(signIn());
        assertThat(session.at("/user/name").asText()).isEqualTo("Ann");
        assertThat(session.path("projects")).hasSize(1);
        assertThat(session.at("/projects/0/role").asText()).isEqualTo("analyst");
        assertThat(session.at("/projects/0/id").asText()).isEqualTo("2");
    }

    @Test
    void peopleOfAConfiguredDomainGetAnAccountWithTheConfiguredRole() throws Exception {
        start(Map.of(Setting.OIDC_DOMAINS, "shop.example", Setting.OIDC_ROLE, "analyst"));
        JsonNode session = session(signIn());
        assertThat(session.path("projects")).hasSize(2);
        assertThat(session.at("/projects/1/role").asText()).isEqualTo("analyst");
        provider.state(
                claims -> claims.subject("s3").claim("email", "eve@shop.example.evil.example"));
        assertThat(error(signIn())).isEqualTo("nobody has invited this email address");
        provider.state(
                claims ->
                        claims.subject("s4")
                                .claim("email", "eve@shop.example")
                                .claim("email_verified", false));
        assertThat(error(signIn()))
                .isEqualTo("the provider gave no email address that it verified");
    }

    @Test
    void aTokenThatIsNotRightInEveryPointIsRefused() throws Exception {
        start(Map.of());
        addUser("ann@shop.example");
        List<UnaryOperator<JWTClaimsSet.Builder>> wrong =
                List.of(
                        claims -> claims.claim("nonce", "another"),
                        claims -> claims.claim("nonce", null),
                        claims -> claims.audience("another client"),
                        claims -> claims.audience(List.of(TestProvider.CLIENT, "another")),
                        claims -> claims.claim("azp", "another"),
                        claims -> claims.issuer("http://127.0.0.1:1"),
                        claims -> claims.subject(null),
                        claims ->
                                claims.expirationTime(Date.from(clock.instant().minusSeconds(61))),
                        claims -> claims.expirationTime(null));
        for (UnaryOperator<JWTClaimsSet.Builder> each : wrong) {
            provider.state(each);
            assertThat(error(signIn())).startsWith("the provider's ID token is ");
        }
        provider.state(claims -> claims);
        for (TestProvider.Signing how :
                List.of(
                        TestProvider.Signing.UNKNOWN_KEY,
                        TestProvider.Signing.SHARED_SECRET,
                        TestProvider.Signing.NONE)) {
            provider.sign(how);
            assertThat(error(signIn())).isEqualTo("the provider's ID token is not valid");
        }
        provider.sign(TestProvider.Signing.RSA);
        assertThat(location(signIn())).isEqualTo("/p/1/live");
        JsonNode failures =
                server.owner().get("/api/v1/audit?action=sign_in_failed").json().path("entries");
        assertThat(failures).hasSize(12);
    }

    @Test
    void keysOfTheProviderMayChange() throws Exception {
        start(Map.of());
        addUser("ann@shop.example");
        assertThat(location(signIn())).isEqualTo("/p/1/live");
        provider.rotate();
        assertThat(location(signIn())).isEqualTo("/p/1/live");
    }

    @Test
    void onlyTheBrowserThatBeganComesBackAndOnlyOnce() throws Exception {
        start(Map.of());
        addUser("ann@shop.example");
        String late = "this took too long, or began in another browser: try again";
        Way way = go("/");
        assertThat(error(server.anonymous().get(way.target()))).isEqualTo(late);
        assertThat(error(server.anonymous().with("Cookie", way.cookie()).get(way.target())))
                .as("its state is used up")
                .isEqualTo(late);
        Way slow = go("/");
        clock.advance(Duration.ofMinutes(11));
        assertThat(error(server.anonymous().with("Cookie", slow.cookie()).get(slow.target())))
                .isEqualTo(late);
        Way denied = go("/");
        String state = denied.callback().getRawQuery().replaceAll(".*state=", "");
        assertThat(
                        error(
                                server.anonymous()
                                        .with("Cookie", denied.cookie())
                                        .get(
                                                "/api/v1/oidc/callback?error=access_denied&state="
                                                        + state)))
                .isEqualTo("the provider did not sign in anybody");
    }

    @Test
    void nobodyIsLedElsewhereAfterSigningIn() throws Exception {
        start(Map.of());
        addUser("ann@shop.example");
        for (String back : List.of("https://evil.example/", "//evil.example", "/%5Cevil.example")) {
            Way way = go(back);
            assertThat(location(server.anonymous().with("Cookie", way.cookie()).get(way.target())))
                    .isEqualTo("/");
        }
    }

    @Test
    void withoutAProviderThereIsNothingToSignInWith() throws Exception {
        server = TestServer.start(folder, clock, Map.of());
        assertThat(server.anonymous().get("/api/v1/oidc").status()).isEqualTo(404);
        assertThat(server.anonymous().get("/api/v1/session").json().path("oidc").isNull()).isTrue();
    }
}
