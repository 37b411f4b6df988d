package io.sojourn.store.embedded;

import io.sojourn.store.ProjectStores;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.EmbeddedJourneys;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.embedded.question.SqliteQuestionStore;
import io.sojourn.store.embedded.sql.DuckDbSql;
import io.sojourn.store.fault.Faults;
import java.util.Optional;

/// What is made of the files of a project.
public final class EmbeddedProject {

    private EmbeddedProject() {}

    public static ProjectStores over(SqlitePeopleStore people, DuckDbEventStore events) {
        return over(people, events, Optional.empty(), Faults.NONE);
    }

    public static ProjectStores over(
            SqlitePeopleStore people,
            DuckDbEventStore events,
            Optional<JourneyIndex> index,
            Faults faults) {
        return new ProjectStores(
                people,
                events,
                new EmbeddedJourneys(people, events, index),
                SqliteQuestionStore.open(events.folder(), faults),
                new DuckDbSql(events, people));
    }
}
