package io.sojourn.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.access.Browser;
import io.sojourn.server.kit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {

    @TempDir private Path folder = Path.of("");

    /// Exit code and lines.
    private record Ran(int code, List<String> lines, String err) {}

    private Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        int code =
                Commands.line(stream(out), stream(err), Map.of())
                        .execute(all.toArray(new String[0]));
        return new Ran(
                code,
                out.toString(StandardCharsets.UTF_8).lines().toList(),
                err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String secret(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as("%s", ran).isZero();
        return ran.lines().getLast().strip();
    }

    private void signsIn(TestServer server, String email, String password) throws Exception {
        Browser browser = Browser.signIn(server, email, password);
        assertThat(browser.page().get("/api/v1/projects/1/members").status()).isEqualTo(200);
    }

    private void accountsAndKeysAreMade(String name) {
        String email = name + "@shop.example";
        assertThat(secret("user", "add", email, "--project", "shop.example", "--role", "viewer"))
                .hasSize(20);
        assertThat(run("user", "list").lines())
                .anyMatch(line -> line.startsWith(email + "  never signed in"))
                .anyMatch(line -> line.startsWith("owner@localhost  server owner"));
        assertThat(run("user", "add", email).err()).contains("there is a user with it");
        assertThat(run("user", "add", "x@x.example", "--project", "none.example").err())
                .contains("there is no project none.example");
        assertThat(run("user", "reset-password", "nobody@x.example").code()).isEqualTo(1);
        String appId =
                secret("key", "add", "for " + name, "--role", "viewer", "--expires", "90d")
                        .replaceAll(":.*", "");
        assertThat(run("key", "list").lines())
                .anyMatch(line -> line.startsWith(appId + "  for " + name + "  viewer"));
        assertThat(run("key", "revoke", appId).code()).isZero();
        assertThat(run("key", "revoke", appId).err()).contains("there is no key " + appId);
    }

    @Test
    void theyWorkWhileTheServerRunsAndWhileItDoesNot() throws Exception {
        String offline;
        String key;
        try (TestServer server = TestServer.start(folder, "shop.example")) {
            accountsAndKeysAreMade("online");
            signsIn(
                    server,
                    "online@shop.example",
                    secret("user", "reset-password", "online@shop.example"));
        }
        accountsAndKeysAreMade("offline");
        offline = secret("user", "reset-password", "OFFLINE@shop.example");
        key = secret("key", "add", "kept", "--role", "analyst", "--project", "1");
        try (TestServer server = TestServer.start(folder)) {
            signsIn(server, "offline@shop.example", offline);
            assertThat(server.client(key).get("/api/v1/projects/1/members").status())
                    .isEqualTo(200);
            assertThat(
                            server.owner()
                                    .get("/api/v1/audit?action=password_reset")
                                    .json()
                                    .path("entries"))
                    .hasSize(2);
        }
    }

    @Test
    void whatIsMissingOrWrongIsSaid() throws IOException {
        assertThat(run("user").code()).isEqualTo(2);
        assertThat(run("user", "add").code()).isEqualTo(2);
        assertThat(run("key", "add", "x").err()).contains("--role: is needed");
        assertThat(run("key", "add", "x", "--role", "king").err()).contains("got king");
        assertThat(run("key", "add", "x", "--role", "viewer", "--expires", "soon").err())
                .contains("got soon");
        assertThat(run("user", "list").err()).contains("no server runs on data folder");
    }
}
