package io.sojourn.store.embedded.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.PeopleStoreContract;
import io.sojourn.store.people.PersonOrder;
import io.sojourn.store.people.PersonOrder.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlitePeopleStoreTest extends PeopleStoreContract {

    @TempDir private Path folder = Path.of("");
    private int opened;

    @Override
    protected PeopleStore open() {
        opened++;
        return SqlitePeopleStore.open(project(), Faults.NONE);
    }

    private Path project() {
        return folder.resolve("project" + opened);
    }

    @Override
    protected PeopleStore reopen(PeopleStore running) {
        running.close();
        return SqlitePeopleStore.open(project(), Faults.NONE);
    }

    @Test
    void aNewerFileIsRefused() throws SQLException {
        store.close();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + project().resolve(SqlitePeopleStore.FILE));
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertRefused("newer version (schema 99, this version knows 4)");
        store = open();
    }

    @Test
    void aFileFromBeforeNamesWereOrderedIsBroughtInOrder() throws SQLException {
        Visitor ann = visitor(1, new Identifier(Identifier.EMAIL, "b@x"), 10, 1);
        ann.state("name", Value.string("Ann"), 10, 1);
        Visitor bob = visitor(2, new Identifier(Identifier.EMAIL, "a@x"), 20, 2);
        commit(batch().visitor(ann).visitor(bob));
        store.close();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + project().resolve(SqlitePeopleStore.FILE));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE person SET name = NULL, email = NULL");
            statement.execute("UPDATE state SET persons_keyed = 0");
        }
        store = SqlitePeopleStore.open(project(), Faults.NONE);
        for (Key key : List.of(Key.NAME, Key.EMAIL)) {
            List<Long> listed = new ArrayList<>();
            store.list(
                    new PersonOrder(key, false),
                    Optional.empty(),
                    person -> listed.add(person.place().number()));
            assertThat(listed).isEqualTo(key == Key.NAME ? List.of(1L, 2L) : List.of(2L, 1L));
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        store.close();
        Files.writeString(project().resolve(SqlitePeopleStore.FILE), "no database ".repeat(1_000));
        assertRefused("damaged or no database");
        store = open();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> SqlitePeopleStore.open(project(), Faults.NONE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problems().getFirst().code()).isEqualTo(Code.DATA_FOLDER))
                .hasMessageContaining(message)
                .hasMessageContaining(SqlitePeopleStore.FILE);
    }

    @Test
    void aBatchThatFailsLeavesNoTrace() {
        store.close();
        boolean[] failing = {false};
        store =
                SqlitePeopleStore.open(
                        project(),
                        point -> {
                            if (failing[0] && point == FaultPoint.PEOPLE_BEFORE_COMMIT) {
                                throw new IllegalStateException("stopped");
                            }
                        });
        commit(batch().visitor(visitor(1, id("a"), 5, 1)).pending(update("e1", 1, 1)));
        List<String> before = dump();
        failing[0] = true;
        assertThatThrownBy(
                        () ->
                                commit(
                                        batch().visitor(visitor(2, id("b"), 5, 2))
                                                .pending(update("e2", 2, 1))
                                                .seen(
                                                        io.sojourn.store.people.IdHash.of("e"),
                                                        new io.sojourn.store.people.SeenEvent(
                                                                1, 2, 3),
                                                        5)))
                .hasMessage("stopped");
        assertThat(dump()).isEqualTo(before);
        assertThat(store.position()).isEqualTo(1);
        assertThat(store.seen(io.sojourn.store.people.IdHash.of("e"), 0)).isEmpty();
        failing[0] = false;
        commit(batch().visitor(visitor(2, id("b"), 5, 2)));
        assertThat(store.position()).isEqualTo(2);
    }

    @Test
    void aBackupIsAWholeStoreOfItsOwn() {
        commit(batch().visitor(visitor(1, id("a"), 5, 1)));
        Path backup = folder.resolve("backup");
        assertThat(store.backup(backup)).isEqualTo(1);
        List<String> then = dump();
        commit(batch().visitor(visitor(2, id("b"), 5, 2)));
        try (PeopleStore copy = SqlitePeopleStore.open(backup, Faults.NONE)) {
            List<String> lines = new ArrayList<>();
            copy.dump(lines::add);
            assertThat(lines).isEqualTo(then);
            assertThat(copy.position()).isEqualTo(1);
        }
        assertThat(store.backup(backup)).isEqualTo(2);
        assertThat(backup.resolve(SqlitePeopleStore.FILE + ".part")).doesNotExist();
    }
}
