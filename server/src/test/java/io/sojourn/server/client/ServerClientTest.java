package io.sojourn.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.TestCertificate;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How commands find and know a server that serves TLS with a certificate for another name than 127.0.0.1.
class ServerClientTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void theServerOfADataFolderIsKnownByTheCertificateThatItAnnounced() throws Exception {
        TestCertificate.make(folder, "own", "EC");
        Path data = folder.resolve("data");
        try (TestServer server =
                TestServer.start(
                        data,
                        InstantSource.system(),
                        Map.of(
                                Setting.PROJECT, List.of("shop.example"),
                                Setting.TLS_CERT, List.of(folder.resolve("own.crt").toString()),
                                Setting.TLS_KEY, List.of(folder.resolve("own.key").toString())))) {
            assertThat(server.url()).startsWith("https://");
            try (ServerClient client = ServerClient.of(data, "", "")) {
                assertThat(client.get("api/v1/projects").body().toString())
                        .contains("shop.example");
            }
            try (ServerClient named = ServerClient.of(data, server.url(), "")) {
                assertThatThrownBy(() -> named.get("api/v1/projects"))
                        .as("an address by name is judged as everybody judges it")
                        .isInstanceOf(SSLException.class);
            }
            Path lock = data.resolve("lock");
            Files.writeString(
                    lock,
                    Files.readString(lock)
                            .replaceFirst("\"certificate\":\"..", "\"certificate\":\"zz"));
            try (ServerClient fooled = ServerClient.of(data, "", "")) {
                assertThatThrownBy(() -> fooled.get("api/v1/projects"))
                        .isInstanceOf(SSLException.class);
            }
        }
    }
}
