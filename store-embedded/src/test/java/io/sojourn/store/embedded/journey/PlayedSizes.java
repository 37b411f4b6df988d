package io.sojourn.store.embedded.journey;

import io.sojourn.journey.SizesContract;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.oracle.History;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Out of real stores, into which the journeys were played.
abstract class PlayedSizes extends SizesContract {

    private static final int ACTS_A_BATCH = 50_000;

    @TempDir private Path folder = Path.of("");
    private final List<AutoCloseable> opened = new ArrayList<>();

    abstract EmbeddedJourneys journeys(SqlitePeopleStore people, DuckDbEventStore events);

    @Override
    protected JourneySource source(List<Journey> journeys) {
        List<History.Act> acts = new ArrayList<>();
        for (Journey journey : journeys) {
            acts.add(new History.Born(journey.person(), journey.firstSeen(), 0));
            journey.events().forEach(event -> acts.add(new History.Happened(event)));
        }
        PlayedHistory played = new PlayedHistory(new History(acts), folder);
        opened.add(played);
        while (!played.isOver()) {
            played.play(ACTS_A_BATCH);
        }
        EmbeddedJourneys source = journeys(played.people(), played.events());
        opened.add(source);
        return source;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }
}
