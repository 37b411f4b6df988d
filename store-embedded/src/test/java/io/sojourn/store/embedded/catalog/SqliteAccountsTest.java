package io.sojourn.store.embedded.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.catalog.Accounts.ApiKey;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.AccountsContract;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountsTest extends AccountsContract {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-02T10:00:00Z"));

    @TempDir private Path folder = Path.of("");

    @Override
    protected Catalog open() {
        return SqliteCatalog.open(folder.resolve("data"), CLOCK, Faults.NONE);
    }

    @Override
    protected Catalog reopen(Catalog running) {
        running.close();
        return open();
    }

    /// A catalog as the first version left it.
    private void writeFirstVersion(Path data) throws IOException, SQLException {
        Files.createDirectories(data);
        try (InputStream in = SqliteCatalog.class.getResourceAsStream("V1__catalog.sql")) {
            if (in == null) {
                throw new IllegalStateException("the first migration is missing");
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Path file = data.resolve(SqliteCatalog.FILE);
            SqliteCatalog.open(data, CLOCK, Faults.NONE).close();
            Path other = folder.resolve("first.db");
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
                statement.executeUpdate("ATTACH '" + file + "' AS now");
                statement.executeUpdate(
                        "CREATE TABLE flyway_schema_history AS SELECT * FROM"
                                + " now.flyway_schema_history WHERE version = '1'");
                statement.executeUpdate(
                        "INSERT INTO project (name, key_required, per_address_per_minute) VALUES"
                                + " ('shop.example', 0, 0)");
                statement.executeUpdate(
                        "INSERT INTO user (email, password_hash, created) VALUES"
                                + " ('owner@localhost', '$h$', 5)");
                statement.executeUpdate(
                        "INSERT INTO api_key (app_id, secret_hash, user, name, created) VALUES"
                                + " ('app', 'ab', 1, 'first key', 6)");
            }
            Files.delete(file);
            Files.move(other, file);
        }
    }

    @Test
    void whoWasThereBeforeRolesOwnsTheServer() throws IOException, SQLException {
        Path data = folder.resolve("old");
        writeFirstVersion(data);
        try (Catalog catalog = SqliteCatalog.open(data, CLOCK, Faults.NONE)) {
            User owner = catalog.accounts().users().getFirst();
            assertThat(owner.owner()).isTrue();
            assertThat(owner.mustSetUp()).isTrue();
            assertThat(owner.disabled()).isFalse();
            ApiKey key = catalog.accounts().key("app").orElseThrow();
            assertThat(key.role()).isEqualTo(Role.OWNER);
            assertThat(key.project()).isEmpty();
            assertThat(key.expires()).isEmpty();
            assertThat(key.lastUsed()).isEmpty();
            assertThat(catalog.projects()).hasSize(1);
        }
    }
}
