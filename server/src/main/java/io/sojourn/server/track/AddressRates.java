package io.sojourn.server.track;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sojourn.core.project.ProjectId;
import java.time.Duration;

/// How often an address may ask, per project: a token bucket that holds one minute's requests. An IPv6 client is its
/// /64 network. Bounded: beyond [#ADDRESSES_MAX] the least recently seen address begins anew.
final class AddressRates {

    static final int ADDRESSES_MAX = 100_000;

    private record Key(ProjectId project, String address) {}

    private static final class Bucket {
        private double tokens;
        private long atMillis;

        Bucket(double tokens, long atMillis) {
            this.tokens = tokens;
            this.atMillis = atMillis;
        }

        synchronized boolean take(int perMinute, long nowMillis) {
            double earned = (double) Math.max(0, nowMillis - atMillis) * perMinute / 60_000;
            tokens = Math.min(perMinute, tokens + earned);
            atMillis = nowMillis;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    private final Cache<Key, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(ADDRESSES_MAX)
                    .expireAfterAccess(Duration.ofMinutes(2))
                    .executor(Runnable::run)
                    .build();

    /// @param perMinute 0 = unlimited
    boolean allows(ProjectId project, String address, int perMinute, long nowMillis) {
        return perMinute == 0
                || buckets.get(
                                new Key(project, network(address)),
                                key -> new Bucket(perMinute, nowMillis))
                        .take(perMinute, nowMillis);
    }

    /// The first four groups of an uncompressed IPv6 literal, as the JDK writes them; anything else as it is.
    private static String network(String address) {
        int groups = 0;
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == ':' && ++groups == 4) {
                return address.substring(0, i);
            }
        }
        return address;
    }
}
