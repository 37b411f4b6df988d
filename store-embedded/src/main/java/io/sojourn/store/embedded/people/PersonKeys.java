package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.people.PersonSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills in what people are ordered by where a file is older than these columns: one transaction, begun anew after a
/// crash.
final class PersonKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PersonKeys.class);

    private static final long TOLD_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private PersonKeys() {}

    static void fill(Session writer) throws SQLException {
        if (writer.number("SELECT persons_keyed FROM state") == 1) {
            return;
        }
        boolean done = false;
        writer.begin();
        try {
            long people = writer.number("SELECT count(*) FROM person");
            if (people > 0) {
                LOG.info("names and addresses of {} people are brought in order", people);
                fill(writer, people);
            }
            writer.update("UPDATE state SET persons_keyed = 1");
            writer.commit();
            done = true;
        } finally {
            if (!done) {
                writer.rollbackIfOpen();
            }
        }
    }

    private static void fill(Session writer, long people) throws SQLException {
        long told = System.nanoTime();
        long filled = 0;
        try (ResultSet persons =
                writer.bind("SELECT number FROM person ORDER BY number").executeQuery()) {
            while (persons.next()) {
                long number = persons.getLong(1);
                List<Visitor> members = VisitorRows.members(writer, number);
                PersonSummary person = PersonSummary.of(number, members);
                if (!person.name().isEmpty() || !person.email().isEmpty()) {
                    PersonRows.put(writer, person);
                }
                filled++;
                if (System.nanoTime() - told > TOLD_EVERY_NANOS) {
                    told = System.nanoTime();
                    LOG.info("{} of {} people are in order", filled, people);
                }
            }
        }
    }
}
