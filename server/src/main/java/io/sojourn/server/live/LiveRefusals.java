package io.sojourn.server.live;

import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.people.Quarantined;

/// Keeps what tracking refused, and tells those who look at the project that the domain belongs to.
public final class LiveRefusals {

    private final Catalog catalog;
    private final Live live;

    public LiveRefusals(Catalog catalog, Live live) {
        this.catalog = catalog;
        this.live = live;
    }

    public void keep(Quarantined refused) {
        catalog.refuse(refused);
        if (live.isInUse()) {
            catalog.projects().stream()
                    .filter(project -> project.domains().contains(refused.origin().domain()))
                    .forEach(project -> live.refused(project.id(), refused));
        }
    }
}
