package io.sojourn.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server behind a proxy, which is the test itself: what tracking and the API make of what it says.
class ProxiesTest {
    private static final String COOKIE = "/track/tp/shop.example/ce/?event=pv";
    private static final String UNKNOWN = "/track/ce/?host=unknown.example&cookie=c1&event=pv";

    @TempDir private Path folder = Path.of("");

    private TestServer start(String trusted) throws Exception {
        return TestServer.start(
                folder.resolve("data"),
                InstantSource.system(),
                Map.of(
                        Setting.PROJECT,
                        List.of("shop.example"),
                        Setting.BASE_PATH,
                        List.of("/so"),
                        Setting.TRUSTED_PROXIES,
                        List.of(trusted)));
    }

    private static HttpResponse<String> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElse("");
    }

    /// Addresses from which an unknown domain was tracked, as they were kept.
    private static TreeSet<String> addresses(TestServer server) throws Exception {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode entry : server.owner().get("/api/v1/refusals").json().path("entries")) {
            addresses.add(entry.at("/origin/address").asText());
        }
        return addresses;
    }

    private static void awaitAddresses(TestServer server, int count) throws Exception {
        while (addresses(server).size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void trackingBelievesATrustedProxyBelowTheBasePathAndWithoutIt() throws Exception {
        try (TestServer server = start("127.0.0.0/8,::1")) {
            String url = server.url();
            assertThat(cookie(get(url + "/so" + COOKIE, "X-Forwarded-Proto", "https")))
                    .contains("; Secure; SameSite=None");
            assertThat(cookie(get(url + COOKIE, "X-Forwarded-Proto", "http")))
                    .isNotEmpty()
                    .doesNotContain("Secure");
            assertThat(
                            get(url + "/so" + UNKNOWN, "X-Forwarded-For", "6.6.6.6, 192.0.2.7")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(get(url + UNKNOWN, "Forwarded", "for=198.51.100.9").statusCode())
                    .isEqualTo(200);
            awaitAddresses(server, 2);
            assertThat(addresses(server)).containsExactly("192.0.2.7", "198.51.100.9");
            assertThat(get(url + UNKNOWN, "X-Forwarded-For", "nobody").statusCode()).isEqualTo(200);
            try (ApiClient owner = ApiClient.withKey(url, server.firstKey())) {
                assertThat(owner.get("/metrics").text())
                        .contains("sojourn_proxy_ignored_total{header=\"x-forwarded-for\"} 1.0");
            }
        }
    }

    @Test
    void nobodyElseIsBelieved() throws Exception {
        try (TestServer server = start("192.0.2.0/24")) {
            String url = server.url();
            assertThat(cookie(get(url + "/so" + COOKIE, "X-Forwarded-Proto", "https")))
                    .isNotEmpty()
                    .doesNotContain("Secure");
            get(
                    url + "/so" + UNKNOWN,
                    "X-Forwarded-For",
                    "192.0.2.7",
                    "Forwarded",
                    "for=192.0.2.8");
            awaitAddresses(server, 1);
            assertThat(addresses(server)).containsExactly("127.0.0.1");
            HttpResponse<String> answer =
                    get(url + "/so/health/live", "X-Forwarded-Proto", "https");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void theApiAnswersBelowTheBasePathAndWithoutIt() throws Exception {
        try (TestServer server = start("127.0.0.1")) {
            for (String base : List.of("", "/so")) {
                assertThat(get(server.url() + base + "/api/v1/projects").statusCode())
                        .isEqualTo(401);
            }
            // a page's address where the dashboard is packaged, nothing where it is not
            assertThat(get(server.url() + "/sometimes/api/v1/projects").statusCode())
                    .isIn(200, 404);
            assertThat(
                            get(server.url() + "/so/health/live", "X-Forwarded-Proto", "https")
                                    .headers()
                                    .firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }
}
