package io.sojourn.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The API as `openapi.yaml` states it: what may be asked and what is answered. Requests under [#PREFIX] are held
/// against it before their handlers see them, and a server whose routes differ from it does not start.
///
/// An object that lists its properties has no others, unless it says so (`additionalProperties`).
/// `x-read-by-handler: true` at a request body leaves its contents to the handler, which reports all that is wrong.
public final class Contract {

    /// Paths that the file states whole.
    public static final String PREFIX = "/api/v1";

    private static final String FILE = "/io/sojourn/server/api/openapi.yaml";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final int ALIASES_MAX = 50;

    private final String yaml;
    private final JsonNode root;
    private final Map<String, Operation> operations;

    private Contract(String yaml, JsonNode root, Map<String, Operation> operations) {
        this.yaml = yaml;
        this.root = root;
        this.operations = Collections.unmodifiableMap(operations);
    }

    /// The one of this program.
    public static Contract load() {
        try (InputStream in = Contract.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    public static Contract of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        Object loaded = new Yaml(new SafeConstructor(options)).load(yaml);
        JsonNode root = new JsonMapper().valueToTree(loaded);
        Map<String, Operation> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    String name = method.getKey().toUpperCase(Locale.ROOT);
                    operations.put(
                            key(name, path.getKey()),
                            Operation.of(name, path.getKey(), path.getValue(), root));
                }
            }
        }
        return new Contract(yaml, root, operations);
    }

    private static String key(String method, String path) {
        return path + " " + method;
    }

    String yaml() {
        return yaml;
    }

    JsonNode root() {
        return root;
    }

    /// By path.
    public Collection<Operation> operations() {
        return operations.values();
    }

    /// @param template path with its `{names}`
    public Optional<Operation> operation(String method, String template) {
        return Optional.ofNullable(operations.get(key(method, template)));
    }

    /// The same routes, each asked only with what the contract takes: all that is wrong with parameters and body is
    /// answered at once. Whether the caller may ask at all has been decided by then.
    public List<Route> guard(Collection<Route> routes) {
        return routes.stream()
                .map(
                        route ->
                                operation(route.method(), route.template())
                                        .filter(stated -> stated.path().startsWith(PREFIX))
                                        .map(stated -> guarded(route, stated))
                                        .orElse(route))
                .toList();
    }

    private static Route guarded(Route route, Operation stated) {
        return new Route(
                route.method(),
                route.template(),
                route.access(),
                call -> {
                    List<Problem> problems = stated.problems(call);
                    if (!problems.isEmpty()) {
                        throw new ProblemException(problems);
                    }
                    return route.handler().handle(call);
                });
    }

    /// Compares what the server answers with what the file states, under [#PREFIX].
    ///
    /// @throws ProblemException naming every difference
    public void requireSame(Collection<Route> routes) {
        List<Problem> problems = new ArrayList<>(unstated(routes));
        Set<String> served = served(routes);
        for (String operation : operations.keySet()) {
            if (operation.startsWith(PREFIX) && !served.contains(operation)) {
                problems.add(different(operation, "is stated in openapi.yaml but not served"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
    }

    private List<Problem> unstated(Collection<Route> routes) {
        return served(routes).stream()
                .filter(route -> !operations.containsKey(route))
                .map(route -> different(route, "is served but not stated in openapi.yaml"))
                .toList();
    }

    private static Set<String> served(Collection<Route> routes) {
        Set<String> served = new TreeSet<>();
        for (Route route : routes) {
            if (route.template().startsWith(PREFIX)) {
                served.add(key(route.method(), route.template()));
            }
        }
        return served;
    }

    private static Problem different(String operation, String message) {
        return new Problem(Code.CONFIGURATION, operation, message);
    }
}
