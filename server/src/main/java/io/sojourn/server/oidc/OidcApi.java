package io.sojourn.server.oidc;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.access.Audit;
import io.sojourn.server.access.Audit.Action;
import io.sojourn.server.access.SessionApi;
import io.sojourn.server.access.Sessions;
import io.sojourn.server.access.Tokens;
import io.sojourn.server.config.Config;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts.User;
import io.sojourn.store.catalog.Catalog;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in by an OpenID provider. What goes wrong there is told on the page where one signs in.
public final class OidcApi {

    private static final Logger LOG = LoggerFactory.getLogger(OidcApi.class);
    private static final String COOKIE = "sojourn_oidc";
    private static final String CALLBACK = "/api/v1/oidc/callback";
    private static final String SIGN_IN = "/sign-in?error=";
    private static final int BACK_CHARS_MAX = 2_000;

    /// What is needed where a provider is configured.
    private record Configured(Provider provider, OidcAccounts accounts) {}

    private final Optional<Configured> configured;
    private final Pending pending;
    private final SessionApi sessions;
    private final Audit audit;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random unpredictable
    /// @param config empty = nobody signs in so
    public OidcApi(
            Catalog catalog,
            SessionApi sessions,
            Audit audit,
            InstantSource clock,
            RandomGenerator random,
            Optional<Config.Oidc> config) {
        this.configured =
                config.map(
                        oidc ->
                                new Configured(
                                        new Provider(oidc, clock),
                                        new OidcAccounts(catalog, oidc, clock)));
        this.pending = new Pending(clock);
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/oidc", Access.PUBLIC, this::start),
                Route.get(CALLBACK, Access.PUBLIC, this::finish));
    }

    private Configured configured() {
        return configured.orElseThrow(
                () -> new ProblemException(Code.NOT_FOUND, "no OpenID provider is configured"));
    }

    private Reply start(Call call) {
        Configured oidc = configured();
        String state = Tokens.random(random);
        String browser = Tokens.random(random);
        String nonce = Tokens.random(random);
        String verifier = Tokens.random(random);
        String redirect = call.origin().url(CALLBACK);
        try {
            String target =
                    oidc.provider()
                            .authorization(state, nonce, challenge(verifier), redirect)
                            .toString();
            pending.put(
                    state,
                    new Pending.Attempt(
                            Tokens.hash(browser),
                            nonce,
                            verifier,
                            redirect,
                            back(call),
                            clock.instant()));
            return to(
                    target,
                    Map.of(
                            "Set-Cookie",
                            Sessions.cookie(call.origin(), COOKIE, browser, Pending.AGE_MAX)));
        } catch (Refused e) {
            return refused(call, e);
        }
    }

    /// A page of this server only, so that nobody is led elsewhere after signing in.
    private static String back(Call call) {
        String back = call.query("return").orElse("/");
        boolean ours =
                back.startsWith("/")
                        && !back.startsWith("//")
                        && back.length() <= BACK_CHARS_MAX
                        && back.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return ours ? back : "/";
    }

    /// RFC 7636 section 4.2.
    static String challenge(String verifier) {
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

    private Reply finish(Call call) {
        Configured oidc = configured();
        try {
            Pending.Attempt attempt = attempt(call);
            String code = call.query("code").orElse("");
            if (code.isEmpty()) {
                throw new Refused("the provider did not sign in anybody");
            }
            Identity identity =
                    oidc.provider()
                            .identity(
                                    code, attempt.verifier(), attempt.nonce(), attempt.redirect());
            User user = oidc.accounts().find(identity);
            return to(
                    call.origin().basePath() + attempt.back(),
                    Map.of("Set-Cookie", sessions.cookie(call, user, "OpenID provider")));
        } catch (Refused e) {
            return refused(call, e);
        }
    }

    /// The attempt that this browser began, or somebody may have sent it here with a code of their own.
    private Pending.Attempt attempt(Call call) throws Refused {
        Optional<Pending.Attempt> attempt = pending.take(call.query("state").orElse(""));
        String browser = call.cookie(COOKIE).orElse("");
        if (attempt.isEmpty() || !Tokens.same(attempt.get().browser(), Tokens.hash(browser))) {
            throw new Refused("this took too long, or began in another browser: try again");
        }
        return attempt.get();
    }

    private Reply refused(Call call, Refused problem) {
        LOG.info(
                "request {}: sign-in by the OpenID provider failed: {}",
                call.requestId(),
                problem.getMessage());
        LOG.debug("request {}", call.requestId(), problem);
        audit.record(
                call,
                Action.SIGN_IN_FAILED,
                Optional.empty(),
                "OpenID provider",
                String.valueOf(problem.getMessage()));
        return to(
                call.origin().basePath() + SIGN_IN + encoded(String.valueOf(problem.getMessage())),
                Map.of());
    }

    private static Reply to(String location, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Location", location);
        return new Reply.Whole(302, "", all, new byte[0]);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
