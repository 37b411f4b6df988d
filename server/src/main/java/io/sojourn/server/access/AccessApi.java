package io.sojourn.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sojourn.server.http.Authenticator;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Route;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Everything about who may do what: knows callers, records what they do, and has the routes of accounts, keys, sessions,
/// members and the audit log.
public final class AccessApi {

    private final ApiKeys keys;
    private final Gate gate;
    private final Audit audit;
    private final SessionApi session;
    private final List<Route> routes;

    /// @param random unpredictable
    /// @param projects those that a caller may see, as JSON
    /// @param provider name of the OpenID provider that one can sign in with, empty = none
    public AccessApi(
            Catalog catalog,
            ApiKeys keys,
            InstantSource clock,
            RandomGenerator random,
            Function<Caller, ArrayNode> projects,
            String provider) {
        Accounts accounts = catalog.accounts();
        this.keys = keys;
        Sessions sessions = new Sessions(accounts, clock, random);
        SignIn signIn = new SignIn(accounts, clock);
        Administration administration = new Administration(catalog, random, clock);
        this.gate = new Gate(this.keys, sessions);
        this.audit = new Audit(accounts, clock);
        this.session = new SessionApi(accounts, sessions, signIn, audit, clock, projects, provider);
        this.routes =
                Stream.of(
                                session.routes(),
                                new AccountApi(accounts, administration, keys, signIn).routes(),
                                new MembersApi(accounts, clock, random).routes(),
                                new InvitationApi(catalog, signIn, session, audit, clock).routes(),
                                new UsersApi(accounts, administration).routes(),
                                new AuditApi(accounts).routes())
                        .flatMap(List::stream)
                        .toList();
    }

    public Authenticator authenticator() {
        return gate;
    }

    public Audit audit() {
        return audit;
    }

    public SessionApi session() {
        return session;
    }

    public List<Route> routes() {
        return routes;
    }
}
