package io.sojourn.store.embedded.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.CatalogContract;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends CatalogContract {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-02T10:00:00Z"));

    @TempDir private Path folder = Path.of("");
    private final List<FaultPoint> reached = new ArrayList<>();

    @Override
    protected Catalog open() {
        return SqliteCatalog.open(folder.resolve("data"), CLOCK, reached::add);
    }

    @Override
    protected Catalog reopen(Catalog running) {
        running.close();
        return open();
    }

    @Test
    void confirmingPassesItsFaultPoints() {
        catalog.confirm(1);
        assertThat(reached)
                .containsExactly(
                        FaultPoint.CATALOG_BEFORE_CONFIRM, FaultPoint.CATALOG_AFTER_CONFIRM);
    }

    @Test
    void aBackupIsACatalogOfItsOwn() {
        catalog.createProject("shop.example");
        catalog.confirm(5);
        catalog.backup(folder.resolve("backup"), 9);
        catalog.createProject("blog.example");
        try (Catalog copy = SqliteCatalog.open(folder.resolve("backup"), CLOCK, Faults.NONE)) {
            assertThat(copy.projects()).hasSize(1);
            assertThat(copy.confirmed()).isEqualTo(5);
        }
    }

    @Test
    void projectsFromBeforeThereWereScriptNamesGetOne() throws SQLException {
        catalog.createProject("shop.example");
        catalog.createProject("blog.example");
        catalog.close();
        try (Connection old =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("data").resolve("catalog.db"));
                Statement statement = old.createStatement()) {
            statement.execute("DELETE FROM script_name");
        }
        catalog = open();
        List<String> names =
                catalog.projects().stream().map(project -> project.scriptName()).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() == 8);
        catalog = reopen(catalog);
        assertThat(catalog.projects()).extracting(Catalog.Project::scriptName).isEqualTo(names);
    }

    @Test
    void aRemovedProjectFreesItsScriptName() {
        Catalog.Project first = catalog.createProject("shop.example");
        Catalog.Project second = catalog.createProject("blog.example");
        catalog.removeProject(first.id());
        assertThat(catalog.setScriptName(second.id(), first.scriptName()).scriptName())
                .isEqualTo(first.scriptName());
    }

    @Test
    void aBackupConfirmsNoMoreThanItsStoresAreKnownToHave() {
        catalog.confirm(5);
        catalog.backup(folder.resolve("backup"), 3);
        assertThat(catalog.confirmed()).isEqualTo(5);
        try (Catalog copy = SqliteCatalog.open(folder.resolve("backup"), CLOCK, Faults.NONE)) {
            assertThat(copy.confirmed()).isEqualTo(3);
        }
    }
}
