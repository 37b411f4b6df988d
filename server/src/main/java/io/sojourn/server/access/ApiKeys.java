package io.sojourn.server.access;

import io.sojourn.server.http.Authenticator;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Rights;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// API keys: a public `appId` and a random secret, of which the catalog keeps the SHA-256 only.
public final class ApiKeys implements Authenticator {
    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 32;
    private static final String NO_HASH = "0".repeat(64);

    /// A key as its owner gets to see it, once.
    public record Secret(String appId, String secret) {
        @Override
        public String toString() {
            return "Secret[appId=" + appId + "]";
        }
    }

    private final Catalog catalog;

    public ApiKeys(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Takes equally long whether the key is unknown or its secret wrong.
    @Override
    public Optional<Caller> authenticate(String appId, String secret) {
        Optional<Catalog.ApiKey> key = catalog.key(appId);
        String wanted = key.map(Catalog.ApiKey::secretHash).orElse(NO_HASH);
        boolean same =
                MessageDigest.isEqual(
                        hash(secret).getBytes(StandardCharsets.US_ASCII),
                        wanted.getBytes(StandardCharsets.US_ASCII));
        return same
                ? key.map(k -> new Caller(k.user(), k.appId(), Rights.everywhere(Role.OWNER)))
                : Optional.empty();
    }

    public static Secret random(RandomGenerator random) {
        return new Secret(hex(random, ID_BYTES), hex(random, SECRET_BYTES));
    }

    private static String hex(RandomGenerator random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Hex SHA-256, lower case.
    public static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
