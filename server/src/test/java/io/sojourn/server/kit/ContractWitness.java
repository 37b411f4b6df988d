package io.sojourn.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.contract.Contract;
import io.sojourn.server.contract.Operation;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.http.RouteTable;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Holds every answer that passes a test client against the contract, and remembers in a file which of the stated
/// answers have been seen, so that a last test can demand them all.
public final class ContractWitness {

    /// Of a line `METHOD path status`.
    private static final Path SEEN = Path.of("target", "contract-seen.txt");

    /// Of its calls the file states one way to ask, with the version in the path and fields in a body.
    private static final String WOOPRA = "/rest/";

    private static final Contract CONTRACT = Contract.load();
    private static final RouteTable ROUTES = routes();
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private ContractWitness() {}

    private static RouteTable routes() {
        List<Route> routes = new ArrayList<>();
        for (Operation operation : CONTRACT.operations()) {
            routes.add(
                    new Route(
                            operation.method(),
                            operation.path(),
                            operation.path().contains("{project}")
                                    ? Access.project(Role.VIEWER)
                                    : Access.PUBLIC,
                            call -> Reply.empty()));
        }
        return new RouteTable(routes);
    }

    /// Fails where the answer is not one that the contract states.
    ///
    /// @param target path and query
    public static void check(
            String method, String target, int status, String contentType, byte[] body) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith(Contract.PREFIX) && !path.startsWith(WOOPRA)) {
            return;
        }
        if (ROUTES.find(method, path) instanceof RouteTable.Match.Found(Route route, var names)) {
            Operation operation = CONTRACT.operation(method, route.template()).orElseThrow();
            assertThat(operation.differences(status, contentType, body))
                    .as(
                            "%s %s answered %d as openapi.yaml states %s",
                            method, target, status, names)
                    .isEmpty();
            boolean stated = operation.statuses().contains(Integer.toString(status));
            see(operation + " " + (stated ? Integer.toString(status) : "default"));
        } else if (path.startsWith(Contract.PREFIX)) {
            assertThat(status)
                    .as("%s %s is not stated in openapi.yaml", method, target)
                    .isIn(404, 405);
        }
    }

    /// Fails where a JSON body was taken that the contract does not state, also where the handler reads it by itself.
    ///
    /// @param status of the answer
    public static void checkBody(String method, String target, String json, int status) {
        String path = target.split("\\?", 2)[0];
        if (status / 100 != 2 || !path.startsWith(Contract.PREFIX)) {
            return;
        }
        if (ROUTES.find(method, path) instanceof RouteTable.Match.Found(Route route, var names)) {
            Operation operation = CONTRACT.operation(method, route.template()).orElseThrow();
            assertThat(operation.bodyDifferences(json))
                    .as(
                            "%s %s took a body that openapi.yaml does not state: %s",
                            method, target, json)
                    .isEmpty();
        }
    }

    private static void see(String answer) {
        if (!KNOWN.add(answer)) {
            return;
        }
        try {
            Files.createDirectories(SEEN.toAbsolutePath().getParent());
            Files.writeString(
                    SEEN, answer + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers that the contract states and no test has seen.
    public static Set<String> unseen() throws IOException {
        Set<String> unseen = new TreeSet<>();
        for (Operation operation : CONTRACT.operations()) {
            if (operation.path().startsWith(Contract.PREFIX)
                    || operation.path().startsWith(WOOPRA)) {
                operation.statuses().forEach(status -> unseen.add(operation + " " + status));
            }
        }
        if (Files.exists(SEEN)) {
            Files.readAllLines(SEEN).forEach(unseen::remove);
        }
        return unseen;
    }
}
