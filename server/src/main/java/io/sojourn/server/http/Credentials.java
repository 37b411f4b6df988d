package io.sojourn.server.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// An API key as a request carries it: Basic auth, or Woopra's older headers `X-Access-Id` and `X-Access-Secret`.
public record Credentials(String appId, String secret) {

    public static Optional<Credentials> of(MultiMap headers) {
        String authorization = headers.get("Authorization");
        if (authorization != null) {
            return basic(authorization);
        }
        String id = headers.get("X-Access-Id");
        String secret = headers.get("X-Access-Secret");
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(new Credentials(id.strip(), secret.strip()));
    }

    private static Optional<Credentials> basic(String authorization) {
        String text = authorization.strip();
        if (!text.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text.substring(6).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(
                            new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
