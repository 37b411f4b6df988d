package io.sojourn.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.access.ApiKeys;
import io.sojourn.server.access.Passwords;
import io.sojourn.server.config.Config;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.embedded.catalog.SqliteCatalog;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRunTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Config.Owner OWNER = new Config.Owner("owner@localhost", "");

    @TempDir private Path folder = Path.of("");
    @TempDir private Path catalogs = Path.of("");

    private Catalog catalog = new InMemoryCatalog();
    private final List<String> printed = new ArrayList<>();

    private final List<Catalog> opened = new ArrayList<>();

    @BeforeEach
    void open() {
        catalog = catalog("first");
    }

    @AfterEach
    void close() {
        opened.forEach(Catalog::close);
    }

    private Catalog catalog(String name) {
        Catalog made = SqliteCatalog.open(catalogs.resolve(name), CLOCK, Faults.NONE);
        opened.add(made);
        return made;
    }

    private void start(long seed) {
        try (DataFolder data = DataFolder.open(folder, CLOCK)) {
            new FirstRun(data, catalog, new Random(seed), CLOCK)
                    .complete("http://127.0.0.1:1", OWNER, printed::add);
        }
    }

    private JsonNode file() throws IOException {
        return new JsonMapper().readTree(folder.resolve("first-run.json").toFile());
    }

    private boolean keyWorks() throws IOException {
        JsonNode api = file().path("api");
        return new ApiKeys(catalog.accounts(), CLOCK)
                .authenticate(api.path("appId").asText(), api.path("secret").asText())
                .filter(
                        caller ->
                                caller.user() == catalog.accounts().users().getFirst().id()
                                        && caller.rights()
                                                .inServer()
                                                .equals(Optional.of(Role.OWNER)))
                .isPresent();
    }

    @Test
    void theOwnerAndTheKeyOfTheFileWork() throws IOException {
        catalog.createProject("a.example");
        start(1);
        assertThat(keyWorks()).isTrue();
        assertThat(
                        Passwords.matches(
                                file().at("/owner/password").asText(),
                                catalog.accounts().users().getFirst().passwordHash()))
                .isTrue();
        assertThat(file().path("projects").toString())
                .isEqualTo("[{\"domain\":\"a.example\",\"id\":\"1\"}]");
        assertThat(String.join("\n", printed)).contains(file().at("/api/secret").asText());
    }

    @Test
    void aSecondStartChangesAndPrintsNothing() throws IOException {
        start(1);
        JsonNode first = file();
        printed.clear();
        start(2);
        assertThat(file()).isEqualTo(first);
        assertThat(printed).isEmpty();
        assertThat(catalog.accounts().users()).hasSize(1);
    }

    @Test
    void aStartThatWasCutOffIsCompletedWithTheSameSecrets() throws IOException {
        start(1);
        JsonNode first = file();
        String password = first.at("/owner/password").asText();
        Files.move(folder.resolve("first-run.json"), folder.resolve("first-run.json.part"));

        // Cut before the catalog knew anything.
        Catalog empty = catalog("empty");
        try (DataFolder data = DataFolder.open(folder, CLOCK)) {
            new FirstRun(data, empty, new Random(2), CLOCK)
                    .complete("http://127.0.0.1:1", OWNER, printed::add);
        }
        assertThat(file()).isEqualTo(first);
        assertThat(Passwords.matches(password, empty.accounts().users().getFirst().passwordHash()))
                .isTrue();

        // Cut between the account and the key.
        Files.move(folder.resolve("first-run.json"), folder.resolve("first-run.json.part"));
        Catalog half = catalog("half");
        half.accounts()
                .create(
                        new Accounts.NewUser(
                                "owner@localhost", "", Passwords.hash(password), true, true, ""));
        try (DataFolder data = DataFolder.open(folder, CLOCK)) {
            new FirstRun(data, half, new Random(3), CLOCK)
                    .complete("http://127.0.0.1:1", OWNER, printed::add);
        }
        assertThat(half.accounts().users()).hasSize(1);
        assertThat(half.accounts().key(first.at("/api/appId").asText())).isPresent();
        assertThat(folder.resolve("first-run.json.part")).doesNotExist();
    }

    @Test
    void aWrongSecretIsNoKey() throws IOException {
        start(1);
        String appId = file().at("/api/appId").asText();
        ApiKeys keys = new ApiKeys(catalog.accounts(), CLOCK);
        assertThat(keys.authenticate(appId, "wrong")).isEmpty();
        assertThat(keys.authenticate("unknown", "wrong")).isEmpty();
        assertThat(keys.authenticate("", "")).isEmpty();
    }
}
