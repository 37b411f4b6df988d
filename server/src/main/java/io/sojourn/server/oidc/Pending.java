package io.sojourn.server.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Browsers that are at the provider, for ten minutes; the oldest beyond [#ENTRIES_MAX] are forgotten.
final class Pending {

    static final int ENTRIES_MAX = 10_000;
    static final Duration AGE_MAX = Duration.ofMinutes(10);

    /// @param browser hash of what the browser's cookie says
    /// @param back page of the dashboard to come back to
    record Attempt(
            String browser,
            String nonce,
            String verifier,
            String redirect,
            String back,
            Instant begun) {}

    private final InstantSource clock;
    private final LinkedHashMap<String, Attempt> attempts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Attempt> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    Pending(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void put(String state, Attempt attempt) {
        attempts.put(state, attempt);
    }

    /// Once only.
    synchronized Optional<Attempt> take(String state) {
        return Optional.ofNullable(attempts.remove(state))
                .filter(attempt -> clock.instant().isBefore(attempt.begun().plus(AGE_MAX)));
    }
}
