package io.sojourn.server.access;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Caller;
import io.sojourn.store.catalog.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// API keys: a public `appId` and a random secret, of which the catalog keeps the SHA-256 only.
///
/// When a key was used last is remembered here and written once a minute.
public final class ApiKeys implements AutoCloseable {
    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;
    private static final String NO_HASH = "0".repeat(64);
    private static final long WRITE_MILLIS = Duration.ofMinutes(1).toMillis();

    /// A key as its owner gets to see it, once.
    public record Secret(String appId, String secret) {
        @Override
        public String toString() {
            return "Secret[appId=" + appId + "]";
        }
    }

    private final Accounts accounts;
    private final InstantSource clock;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final AtomicLong written;

    public ApiKeys(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
        this.written = new AtomicLong(clock.millis());
    }

    /// Takes equally long whether the key is unknown or its secret wrong. Does not block.
    public Optional<Caller> authenticate(String appId, String secret) {
        Optional<Accounts.ApiKey> key = accounts.key(appId);
        String wanted = key.map(Accounts.ApiKey::secretHash).orElse(NO_HASH);
        if (!Tokens.same(Tokens.hash(secret), wanted)) {
            return Optional.empty();
        }
        return key.filter(k -> isValid(k.appId())).map(this::caller);
    }

    private Caller caller(Accounts.ApiKey key) {
        use(key.appId());
        return new Caller(
                key.user(),
                key.appId(),
                new UserRights(
                        accounts,
                        key.user(),
                        key.role(),
                        key.project(),
                        () -> isValid(key.appId())));
    }

    /// Neither revoked nor expired, its user not disabled.
    private boolean isValid(String appId) {
        return accounts.key(appId)
                .filter(key -> key.expires().filter(end -> !end.isAfter(clock.instant())).isEmpty())
                .flatMap(key -> accounts.user(key.user()))
                .filter(user -> !user.disabled())
                .isPresent();
    }

    /// Whether a tracking request may bring this key. Does not block.
    public boolean accepts(ProjectId project, String appId, String secret) {
        return authenticate(appId, secret).flatMap(caller -> caller.role(project)).isPresent();
    }

    private void use(String appId) {
        used.put(appId, clock.instant());
        long last = written.get();
        long now = clock.millis();
        if (now - last >= WRITE_MILLIS && written.compareAndSet(last, now)) {
            Thread.ofVirtual().name("keys-used").start(this::write);
        }
    }

    /// When a key was used last, whether that is written or not.
    Optional<Instant> lastUsed(Accounts.ApiKey key) {
        return Optional.ofNullable(used.get(key.appId())).or(key::lastUsed);
    }

    private void write() {
        for (String appId : List.copyOf(used.keySet())) {
            Instant time = used.remove(appId);
            if (time != null) {
                accounts.keyUsed(appId, time);
            }
        }
    }

    @Override
    public void close() {
        write();
    }

    public static Secret random(RandomGenerator random) {
        return new Secret(Tokens.random(random, ID_BYTES), Tokens.random(random, SECRET_BYTES));
    }
}
