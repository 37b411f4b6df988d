package io.sojourn.server.access;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Authenticator;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Credentials;
import io.sojourn.store.catalog.Accounts.Session;
import java.util.Optional;
import java.util.Set;

/// Knows callers by their API key or by their session. A key that is brought counts alone, so that a wrong one is told.
public final class Gate implements Authenticator {

    static final String CSRF_HEADER = "X-Sojourn-CSRF";
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final ApiKeys keys;
    private final Sessions sessions;

    public Gate(ApiKeys keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    @Override
    public Caller identify(Call call, Optional<Credentials> credentials) {
        if (credentials.isPresent()) {
            refuseOtherSites(call);
            return keys.authenticate(credentials.get().appId(), credentials.get().secret())
                    .orElseThrow(
                            () ->
                                    new ProblemException(
                                            Code.UNAUTHENTICATED,
                                            "this API key is unknown, revoked or expired, or its secret is wrong"));
        }
        Optional<String> token = call.cookie(Sessions.COOKIE).filter(text -> !text.isEmpty());
        if (token.isEmpty()) {
            return Caller.NOBODY;
        }
        Session session =
                sessions.find(token.get())
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Code.UNAUTHENTICATED,
                                                "this session ended, sign in again"));
        if (!call.isRead()) {
            refuseOtherSites(call);
            requireCsrf(call, token.get());
        }
        sessions.see(session);
        return sessions.caller(session);
    }

    private static void requireCsrf(Call call, String token) {
        String sent = call.header(CSRF_HEADER).orElse("");
        if (!Tokens.same(sent, Sessions.csrf(token))) {
            throw new ProblemException(
                    Code.FORBIDDEN,
                    "with a cookie this needs the header %s as GET /api/v1/session answers it"
                            .formatted(CSRF_HEADER));
        }
    }

    /// A browser sends a key it was once given, as it sends a cookie, whoever made it.
    private static void refuseOtherSites(Call call) {
        if (!call.isRead() && OTHER_SITES.contains(call.header("sec-fetch-site").orElse(""))) {
            throw new ProblemException(
                    Code.FORBIDDEN, "pages of other sites may change nothing here");
        }
    }
}
