package io.sojourn.server.live;

import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Every route that shows what happens now.
public final class LiveRoutes {

    /// Time between two looks at whether those who follow a project still may.
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private LiveRoutes() {}

    public static List<Route> of(
            Catalog catalog, OpenStores stores, Live live, InstantSource clock) {
        return Stream.of(
                        new LiveApi(catalog, stores, live, new Streams(), HEARTBEAT).routes(),
                        new InstallApi(catalog, stores, clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
