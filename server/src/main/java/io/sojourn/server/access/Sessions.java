package io.sojourn.server.access;

import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Origin;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Accounts.Session;
import io.sojourn.store.catalog.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Where browsers are signed in: a random token in a cookie, of which the catalog keeps the SHA-256 only. A session ends
/// when it was not used for [#IDLE_MAX].
public final class Sessions {

    static final String COOKIE = "sojourn_session";
    static final Duration IDLE_MAX = Duration.ofDays(14);
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final int AGENT_CHARS_MAX = 300;
    private static final String CSRF = "csrf ";

    private final Accounts accounts;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param random unpredictable
    public Sessions(Accounts accounts, InstantSource clock, RandomGenerator random) {
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    /// A session as its browser gets to know it.
    ///
    /// @param token goes into the cookie
    record Begun(Session session, String token) {
        @Override
        public String toString() {
            return "Begun[session=" + session.id() + "]";
        }
    }

    Begun begin(long user, Call call) {
        Instant now = clock.instant();
        accounts.expire(now);
        String token = Tokens.random(random);
        String agent = call.header("user-agent").orElse("");
        Session session =
                accounts.create(
                        new Session(
                                0,
                                Tokens.hash(token),
                                user,
                                now,
                                now,
                                now.plus(IDLE_MAX),
                                call.origin().address(),
                                agent.substring(0, Math.min(AGENT_CHARS_MAX, agent.length()))));
        return new Begun(session, token);
    }

    /// The session of a token, where it did not end.
    Optional<Session> find(String token) {
        return accounts.session(Tokens.hash(token)).filter(this::isValid);
    }

    private boolean isValid(Session session) {
        return session.expires().isAfter(clock.instant())
                && accounts.user(session.user()).filter(user -> !user.disabled()).isPresent();
    }

    /// Notes, now and then, that it goes on.
    void see(Session session) {
        Instant now = clock.instant();
        if (Duration.between(session.lastSeen(), now).compareTo(SEEN_EVERY) >= 0) {
            accounts.sessionSeen(session.id(), now, now.plus(IDLE_MAX));
        }
    }

    Caller caller(Session session) {
        return new Caller(
                session.user(),
                "",
                session.id(),
                new UserRights(
                        accounts,
                        session.user(),
                        Role.OWNER,
                        Optional.empty(),
                        () ->
                                accounts.session(session.tokenHash())
                                        .filter(this::isValid)
                                        .isPresent()));
    }

    /// What a page has to send with everything that changes something. Other sites cannot know it: they do not know the
    /// token.
    static String csrf(String token) {
        return Tokens.hash(CSRF + token);
    }

    static String cookie(Origin origin, String token) {
        return cookie(origin, COOKIE, token, IDLE_MAX);
    }

    static String endedCookie(Origin origin) {
        return cookie(origin, COOKIE, "", Duration.ZERO);
    }

    /// A cookie that no script of a page sees.
    public static String cookie(Origin origin, String name, String value, Duration age) {
        return name
                + "="
                + value
                + "; Path="
                + origin.cookiePath()
                + "; Max-Age="
                + age.toSeconds()
                + "; HttpOnly; SameSite=Lax"
                + (origin.https() ? "; Secure" : "");
    }
}
