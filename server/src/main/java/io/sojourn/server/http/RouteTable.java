package io.sojourn.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route of a request. A literal segment is preferred to a `{name}`; two routes that could not be told
/// apart are refused when the table is made.
public final class RouteTable {

    /// What a path and a method lead to.
    public sealed interface Match {
        record Found(Route route, Map<String, String> path) implements Match {}

        /// The path exists for other methods.
        record OtherMethods(Set<String> methods) implements Match {}

        record Nothing() implements Match {}
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final List<Node> any = new ArrayList<>(1);
        private final Map<String, Route> routes = new HashMap<>();
        private final Map<String, Route> rests = new HashMap<>();
    }

    private final Node root = new Node();

    public RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        boolean rest = false;
        for (String segment : route.segments()) {
            if (isRest(segment)) {
                rest = true;
            } else if (isName(segment)) {
                if (node.any.isEmpty()) {
                    node.any.add(new Node());
                }
                node = node.any.getFirst();
            } else {
                node = node.literals.computeIfAbsent(segment, key -> new Node());
            }
        }
        Route other = (rest ? node.rests : node.routes).put(route.method(), route);
        if (other != null) {
            throw new IllegalArgumentException(
                    "routes " + other.template() + " and " + route.template() + " are the same");
        }
    }

    private static boolean isRest(String segment) {
        return segment.startsWith("{*") && segment.endsWith("}");
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /// @param path as sent, one char per byte; one slash at the end makes no difference
    public Match find(String method, String path) {
        if (!path.startsWith("/")) {
            return new Match.Nothing();
        }
        String trimmed =
                path.endsWith("/")
                        ? path.substring(1, Math.max(1, path.length() - 1))
                        : path.substring(1);
        String[] segments = trimmed.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = PercentText.decode(segments[i], false);
        }
        List<Node> ends = new ArrayList<>(1);
        collect(root, segments, 0, ends);
        Set<String> methods = new TreeSet<>();
        for (Node end : ends) {
            Route route = end.routes.get(method);
            if (route != null) {
                return new Match.Found(route, names(route, segments));
            }
            methods.addAll(end.routes.keySet());
        }
        return methods.isEmpty() ? rest(method, segments) : new Match.OtherMethods(methods);
    }

    /// The route with the longest beginning in common that takes whatever follows.
    private Match rest(String method, String[] segments) {
        Match best = new Match.Nothing();
        Node node = root;
        for (int i = 0; ; i++) {
            Route route = node.rests.get(method);
            if (route != null) {
                String left = String.join("/", List.of(segments).subList(i, segments.length));
                best = new Match.Found(route, Map.of(restName(route), left));
            }
            Node next = i < segments.length ? node.literals.get(segments[i]) : null;
            if (next == null) {
                return best;
            }
            node = next;
        }
    }

    private static String restName(Route route) {
        String segment = route.segments().getLast();
        return segment.substring(2, segment.length() - 1);
    }

    private static void collect(Node node, String[] segments, int index, List<Node> ends) {
        if (index == segments.length) {
            ends.add(node);
            return;
        }
        Node literal = node.literals.get(segments[index]);
        if (literal != null) {
            collect(literal, segments, index + 1, ends);
        }
        if (!segments[index].isEmpty()) {
            node.any.forEach(any -> collect(any, segments, index + 1, ends));
        }
    }

    private static Map<String, String> names(Route route, String[] segments) {
        Map<String, String> names = new HashMap<>();
        List<String> template = route.segments();
        for (int i = 0; i < segments.length; i++) {
            String segment = template.get(i);
            if (isName(segment)) {
                names.put(segment.substring(1, segment.length() - 1), segments[i]);
            }
        }
        return names;
    }
}
