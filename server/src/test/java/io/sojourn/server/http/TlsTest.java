package io.sojourn.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.kit.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// TLS of our own over real sockets, with certificates that the JDK's keytool makes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final int AWAIT_SECONDS_MAX = 20;

    @TempDir private Path folder = Path.of("");
    private Path certificate = Path.of("");
    private Path key = Path.of("");
    private Path made = Path.of("");

    @BeforeAll
    void makeCertificates(@TempDir Path shared) throws Exception {
        made = shared;
        TestCertificate.make(made, "one", "EC");
        TestCertificate.make(made, "two", "RSA");
        TestCertificate.make(made, "three", "EC");
    }

    @BeforeEach
    void useTheFirst() throws IOException {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        use("one");
    }

    private void use(String name) throws IOException {
        Files.copy(made.resolve(name + ".crt"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(made.resolve(name + ".key"), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private WebServer start() {
        List<Route> routes =
                List.of(
                        Route.get(
                                "/origin",
                                Access.PUBLIC,
                                call -> Reply.text(200, "text/plain", call.origin().url("/x"))));
        return WebServer.start(
                new WebServer.Options(
                        "127.0.0.1",
                        0,
                        2,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Optional.of(new TlsFiles(certificate, key))),
                Origins.DIRECT,
                List.of(),
                new Dispatcher(
                        Origins.DIRECT,
                        new RouteTable(routes),
                        (call, credentials) -> Caller.NOBODY,
                        (method, route, status, nanos) -> {},
                        1000,
                        new Random(5)));
    }

    /// A connection that shows who it speaks to.
    private record Connection(SSLSocket socket, BufferedReader reader) implements AutoCloseable {

        static Connection to(WebServer server) throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
            socket.setSoTimeout(AWAIT_SECONDS_MAX * 1000);
            socket.startHandshake();
            return new Connection(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)));
        }

        String name() throws Exception {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }

        /// @return headers and body
        String get(String path) throws IOException {
            socket.getOutputStream()
                    .write(
                            ("GET " + path + " HTTP/1.1\r\nHost: a.example\r\n\r\n")
                                    .getBytes(US_ASCII));
            StringBuilder answer = new StringBuilder();
            int length = 0;
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                answer.append(line).append('\n');
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
                }
            }
            for (int i = 0; i < length; i++) {
                answer.append((char) reader.read());
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static String nameShownBy(WebServer server) throws Exception {
        try (Connection connection = Connection.to(server)) {
            return connection.name();
        }
    }

    private static void awaitName(WebServer server, String name) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS_MAX);
        while (!nameShownBy(server).equals(name)) {
            assertThat(System.nanoTime()).as("still not " + name).isLessThan(end);
        }
    }

    @Test
    void requestsAreHttpsToTheirHandlers() throws Exception {
        try (WebServer server = start();
                Connection connection = Connection.to(server)) {
            assertThat(server.url()).startsWith("https://127.0.0.1:");
            String answer = connection.get("/origin");
            assertThat(answer).endsWith("\nhttps://a.example/x");
            assertThat(answer).contains("trict-", "ransport-", "max-age=31536000");
        }
    }

    @Test
    void aNewPairIsShownToNewConnectionsAndOpenOnesGoOn() throws Exception {
        try (WebServer server = start();
                Connection open = Connection.to(server)) {
            assertThat(open.name()).isEqualTo("CN=one.example");
            String fingerprint = server.shown().orElseThrow().fingerprint();
            use("two");
            awaitName(server, "CN=two.example");
            assertThat(open.get("/origin")).endsWith("https://a.example/x");
            assertThat(server.shown().orElseThrow().fingerprint()).isNotEqualTo(fingerprint);
        }
    }

    @Test
    void aHalfReplacedPairChangesNothingUntilTheOtherHalfIsThere() throws Exception {
        try (WebServer server = start()) {
            Files.copy(made.resolve("two.crt"), certificate, StandardCopyOption.REPLACE_EXISTING);
            assertThat(nameShownBy(server)).isEqualTo("CN=one.example");
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nnonsense\n");
            assertThat(nameShownBy(server)).isEqualTo("CN=one.example");
            Files.copy(made.resolve("two.key"), key, StandardCopyOption.REPLACE_EXISTING);
            awaitName(server, "CN=two.example");
        }
    }

    @Test
    void aWrongPairSaysWhatIsWrong() throws Exception {
        Files.copy(made.resolve("two.key"), key, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("tls-key", "is not the key of the certificate in " + certificate);
        Files.copy(made.resolve("three.key"), key, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("tls-key", "is not the key of the certificate in " + certificate);
        Files.writeString(key, "hello");
        assertRefused("tls-key", "holds no PEM private key");
        Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
        assertRefused("tls-key", "is encrypted");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused("tls-key", "cannot be used");
        use("one");
        Files.writeString(certificate, "hello");
        assertRefused("tls-cert", "holds no PEM certificate");
        Files.delete(certificate);
        assertRefused("tls-cert", "cannot be read");
    }

    private void assertRefused(String field, String message) {
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problems()).hasSize(1);
                            assertThat(e.problems().getFirst().field()).isEqualTo(field);
                            assertThat(e.problems().getFirst().message()).contains(message);
                        });
    }
}
