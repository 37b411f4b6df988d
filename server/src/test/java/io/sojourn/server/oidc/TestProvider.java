package io.sojourn.server.oidc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A small OpenID provider on loopback: discovery, authorization code with PKCE, client secret by Basic auth, ID tokens
/// signed by RSA. Whoever comes is signed in at once as the person it was told of.
public final class TestProvider implements AutoCloseable {

    static final String CLIENT = "sojourn client";
    static final String SECRET = "s:e+c%ret";

    /// How an ID token is signed.
    enum Signing {
        RSA,
        UNKNOWN_KEY,
        SHARED_SECRET,
        NONE
    }

    private record Grant(String challenge, String redirect, String nonce) {}

    private final HttpServer http;
    private final InstantSource clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile RSAKey key;
    private volatile Signing signing = Signing.RSA;
    private volatile UnaryOperator<JWTClaimsSet.Builder> claims = builder -> builder;

    private TestProvider(HttpServer http, InstantSource clock) throws JOSEException {
        this.http = http;
        this.clock = clock;
        this.key = newKey();
    }

    public static TestProvider start(InstantSource clock) throws IOException, JOSEException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestProvider provider = new TestProvider(http, clock);
        http.createContext("/", provider::answer);
        http.start();
        return provider;
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(2_048).keyID(UUID.randomUUID().toString()).generate();
    }

    public String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// From now on tokens are signed with another key, and only that one is published.
    void rotate() throws JOSEException {
        key = newKey();
    }

    void sign(Signing how) {
        signing = how;
    }

    void state(UnaryOperator<JWTClaimsSet.Builder> more) {
        claims = more;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, discovery());
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                case "/keys" -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
                default -> send(exchange, 404, "{}");
            }
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    private ObjectNode discovery() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize?tenant=1")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys");
        json.putArray("token_endpoint_auth_methods_supported").add("client_secret_basic");
        return json;
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return form;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        boolean right =
                query.getOrDefault("client_id", "").equals(CLIENT)
                        && query.getOrDefault("response_type", "").equals("code")
                        && query.getOrDefault("code_challenge_method", "").equals("S256")
                        && query.getOrDefault("scope", "").startsWith("openid ")
                        && query.getOrDefault("tenant", "").equals("1");
        if (!right) {
            send(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        grants.put(
                code,
                new Grant(
                        query.getOrDefault("code_challenge", ""),
                        query.getOrDefault("redirect_uri", ""),
                        query.getOrDefault("nonce", "")));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException, JOSEException {
        Map<String, String> form =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        String basic =
                new String(
                        Base64.getDecoder()
                                .decode(
                                        exchange.getRequestHeaders()
                                                .getFirst("Authorization")
                                                .substring(6)),
                        StandardCharsets.UTF_8);
        String[] pair = basic.split(":", 2);
        boolean right =
                grant != null
                        && URLDecoder.decode(pair[0], StandardCharsets.UTF_8).equals(CLIENT)
                        && URLDecoder.decode(pair[1], StandardCharsets.UTF_8).equals(SECRET)
                        && form.getOrDefault("redirect_uri", "").equals(grant.redirect())
                        && hash(form.getOrDefault("code_verifier", "")).equals(grant.challenge());
        if (!right) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("access_token", "a").put("token_type", "Bearer").put("id_token", idToken(grant));
        json(exchange, 200, json);
    }

    private String idToken(Grant grant) throws JOSEException {
        JWTClaimsSet set =
                claims.apply(
                                new JWTClaimsSet.Builder()
                                        .issuer(issuer())
                                        .audience(CLIENT)
                                        .subject("subject-1")
                                        .claim("nonce", grant.nonce())
                                        .issueTime(Date.from(clock.instant()))
                                        .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                                        .claim("email", "ann@shop.example")
                                        .claim("email_verified", true)
                                        .claim("name", "Ann"))
                        .build();
        return switch (signing) {
            case RSA -> signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key), set);
            case UNKNOWN_KEY -> {
                RSAKey other = newKey();
                yield signed(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(other), set);
            }
            case SHARED_SECRET ->
                    signed(
                            JWSAlgorithm.HS256,
                            key.getKeyID(),
                            new MACSigner(key.toRSAPublicKey().getEncoded()),
                            set);
            case NONE -> new PlainJWT(set).serialize();
        };
    }

    private static String signed(
            JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet set)
            throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), set);
        token.sign(signer);
        return token.serialize();
    }

    private static String hash(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void json(HttpExchange exchange, int status, ObjectNode json)
            throws IOException {
        send(exchange, status, json.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
