package io.sojourn.server.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sojourn.server.config.Config;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An OpenID provider as its discovery document describes it (OpenID Connect Core 1.0, authorization code flow with PKCE,
/// RFC 7636). The document is asked for when it is first needed, and again after an hour.
final class Provider {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration DISCOVERED_FOR = Duration.ofHours(1);
    private static final JsonMapper JSON = new JsonMapper();

    private record Discovered(
            URI authorization, URI token, boolean secretInBody, IdTokens tokens, Instant at) {}

    private final Config.Oidc config;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(ANSWER_MAX)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private volatile Optional<Discovered> known = Optional.empty();

    Provider(Config.Oidc config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Where to send the browser.
    URI authorization(String state, String nonce, String challenge, String redirect)
            throws Refused {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", redirect);
        query.put("scope", "openid email profile");
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge);
        query.put("code_challenge_method", "S256");
        String endpoint = discovered().authorization().toString();
        return URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + form(query));
    }

    /// Whom a code stands for.
    Identity identity(String code, String verifier, String nonce, String redirect) throws Refused {
        Discovered provider = discovered();
        JWTClaimsSet claims =
                provider.tokens().verify(token(provider, code, verifier, redirect), nonce);
        try {
            boolean verified = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
            String email = Optional.ofNullable(claims.getStringClaim("email")).orElse("");
            String name = Optional.ofNullable(claims.getStringClaim("name")).orElse("");
            return new Identity(
                    config.issuer() + " " + claims.getSubject(),
                    verified ? email.strip().toLowerCase(Locale.ROOT) : "",
                    name.strip());
        } catch (ParseException e) {
            throw new Refused("the provider's answer has claims of wrong types", e);
        }
    }

    private String token(Discovered provider, String code, String verifier, String redirect)
            throws Refused {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("code_verifier", verifier);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(provider.token())
                        .timeout(ANSWER_MAX)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/x-www-form-urlencoded");
        if (provider.secretInBody()) {
            form.put("client_id", config.clientId());
            form.put("client_secret", config.clientSecret());
        } else {
            // RFC 6749 section 2.3.1: both encoded as in a form.
            String pair = encoded(config.clientId()) + ":" + encoded(config.clientSecret());
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        JsonNode answer = ask(request.POST(BodyPublishers.ofString(form(form))).build());
        String token = answer.path("id_token").asText("");
        if (token.isEmpty()) {
            throw new Refused("the provider answered without an ID token");
        }
        return token;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private Discovered discovered() throws Refused {
        Optional<Discovered> before = known;
        Instant now = clock.instant();
        if (before.isPresent() && now.isBefore(before.get().at().plus(DISCOVERED_FOR))) {
            return before.get();
        }
        String issuer = config.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode document =
                ask(
                        HttpRequest.newBuilder(
                                        URI.create(base + "/.well-known/openid-configuration"))
                                .timeout(ANSWER_MAX)
                                .build());
        if (!document.path("issuer").asText().equals(issuer)) {
            throw new Refused("the provider calls itself by another name than it is configured");
        }
        JsonNode methods = document.path("token_endpoint_auth_methods_supported");
        boolean basic =
                methods.isMissingNode() || methods.toString().contains("client_secret_basic");
        Discovered found =
                new Discovered(
                        endpoint(document, "authorization_endpoint"),
                        endpoint(document, "token_endpoint"),
                        !basic,
                        new IdTokens(
                                issuer, config.clientId(), endpoint(document, "jwks_uri"), clock),
                        now);
        known = Optional.of(found);
        return found;
    }

    private static URI endpoint(JsonNode document, String name) throws Refused {
        try {
            URI uri = URI.create(document.path(name).asText());
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("the provider's description has a wrong " + name, e);
        }
        throw new Refused("the provider's description has no " + name);
    }

    private JsonNode ask(HttpRequest request) throws Refused {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Refused("the provider answered " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new Refused("the provider cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
