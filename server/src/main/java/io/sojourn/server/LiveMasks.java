package io.sojourn.server;

import io.sojourn.server.api.Masking;
import io.sojourn.server.live.LiveApi;
import io.sojourn.server.live.LiveMask;
import io.sojourn.store.OpenStores;
import io.sojourn.store.schema.Scope;

/// What live views keep from a caller, as [Masking] has it.
final class LiveMasks {

    private LiveMasks() {}

    static LiveApi.Masks of(OpenStores stores) {
        return (project, call) -> {
            try (OpenStores.Lease lease = stores.acquire(project)) {
                Masking masking = Masking.of(call.caller(), project, lease.stores().people());
                return new LiveMask(
                        masking.hidden(Scope.EVENT),
                        masking.hidden(Scope.VISIT),
                        masking.hidden(Scope.VISITOR));
            }
        };
    }
}
