package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.oracle.JourneyPaths.Path;
import io.sojourn.journey.path.PathGraph;
import io.sojourn.journey.path.PathTree;
import io.sojourn.journey.path.PathVariants;
import io.sojourn.journey.path.Paths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Which ways people take: everybody's paths are written down, and what is asked is found by going through them.
public final class JourneyOracle {

    private final Paths question;

    /// As they are read, from their ends where that is asked for.
    private final List<Path> paths;

    private JourneyOracle(List<Journey> journeys, Paths question, Context context) {
        this.question = question;
        List<SeenPerson> people =
                SeenPerson.all(
                        journeys, context, JourneyPaths.cut(question.reading().unit(), context));
        List<Path> all = JourneyPaths.all(people, question, context);
        paths = question.backward() ? all.stream().map(Path::reversed).toList() : all;
    }

    public static PathTree tree(List<Journey> journeys, Paths question, Context context) {
        return new JourneyOracle(journeys, question, context).tree();
    }

    public static PathGraph graph(List<Journey> journeys, Paths question, Context context) {
        return new JourneyOracle(journeys, question, context).graph();
    }

    public static PathVariants variants(List<Journey> journeys, Paths question, Context context) {
        return new JourneyOracle(journeys, question, context).variants();
    }

    private static long people(List<Path> some) {
        return some.stream().map(Path::person).distinct().count();
    }

    private List<Path> that(Predicate<Path> holds) {
        return paths.stream().filter(holds).toList();
    }

    private static boolean begins(Path path, List<String> items) {
        return path.items().size() >= items.size()
                && path.items().subList(0, items.size()).equals(items);
    }

    // --- times

    private static double mean(List<Long> millis) {
        return millis.stream().mapToLong(one -> one).average().orElse(Double.NaN) / 1_000;
    }

    private double median(List<Long> millis) {
        return question.medians() ? medianOf(millis) : Double.NaN;
    }

    /// By nearest rank.
    static double medianOf(List<Long> millis) {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) / 2) / 1_000.0;
    }

    // --- tree

    private PathTree tree() {
        Set<List<String>> prefixes = new LinkedHashSet<>();
        for (Path path : paths) {
            for (int length = 1; length <= path.items().size(); length++) {
                prefixes.add(path.items().subList(0, length));
            }
        }
        List<PathTree.Node> nodes = new ArrayList<>();
        prefixes.forEach(prefix -> nodes.add(node(prefix)));
        List<PathTree.Node> largest =
                nodes.stream()
                        .sorted(
                                Comparator.comparingLong((PathTree.Node node) -> -node.passes())
                                        .thenComparingInt(node -> node.items().size())
                                        .thenComparing(PathTree.Node::items, Values::texts))
                        .limit(question.top())
                        .toList();
        List<PathTree.Node> shown = new ArrayList<>();
        addChildren(List.of(), largest, shown);
        return new PathTree(people(paths), paths.size(), shown, nodes.size() - shown.size());
    }

    private static void addChildren(
            List<String> parent, List<PathTree.Node> largest, List<PathTree.Node> shown) {
        for (PathTree.Node node : largest) {
            if (node.items().size() == parent.size() + 1
                    && node.items().subList(0, parent.size()).equals(parent)) {
                shown.add(node);
                addChildren(node.items(), largest, shown);
            }
        }
    }

    private PathTree.Node node(List<String> items) {
        List<Path> passes = paths.stream().filter(path -> begins(path, items)).toList();
        List<Path> ended =
                passes.stream()
                        .filter(path -> path.items().size() == items.size() && !path.cutBehind())
                        .toList();
        List<Long> millis = new ArrayList<>();
        int last = items.size() - 1;
        if (last > 0) {
            passes.forEach(
                    path ->
                            millis.add(
                                    Math.abs(path.times().get(last) - path.times().get(last - 1))));
        }
        return new PathTree.Node(
                items,
                people(passes),
                passes.size(),
                people(ended),
                ended.size(),
                mean(millis),
                median(millis));
    }

    // --- graph

    private PathGraph graph() {
        Set<String> items = new LinkedHashSet<>();
        Set<List<String>> pairs = new LinkedHashSet<>();
        long passes = 0;
        for (Path path : paths) {
            items.addAll(path.items());
            for (int i = 1; i < path.items().size(); i++) {
                pairs.add(path.items().subList(i - 1, i + 1));
                passes++;
            }
        }
        List<PathGraph.Node> nodes = new ArrayList<>();
        items.forEach(item -> nodes.add(node(item)));
        nodes.sort(
                Comparator.comparingLong((PathGraph.Node node) -> -node.passes())
                        .thenComparing(PathGraph.Node::item));
        List<PathGraph.Edge> edges = new ArrayList<>();
        for (List<String> pair : pairs) {
            edges.add(edge(pair.getFirst(), pair.getLast(), passes));
        }
        edges.sort(
                Comparator.comparingLong((PathGraph.Edge edge) -> -edge.passes())
                        .thenComparing(PathGraph.Edge::from)
                        .thenComparing(PathGraph.Edge::to));
        List<PathGraph.Edge> shown = edges.stream().limit(question.top()).toList();
        return new PathGraph(
                people(paths),
                paths.size(),
                passes,
                nodes.stream().limit(question.top()).toList(),
                shown,
                edges.size() - shown.size());
    }

    private PathGraph.Node node(String item) {
        List<Path> having = that(path -> path.items().contains(item));
        long passes = 0;
        long passesOn = 0;
        for (Path path : having) {
            for (int i = 0; i < path.items().size(); i++) {
                if (path.items().get(i).equals(item)) {
                    passes++;
                    passesOn += i + 1 < path.items().size() ? 1 : 0;
                }
            }
        }
        List<Path> on =
                that(path -> path.items().subList(0, path.items().size() - 1).contains(item));
        return new PathGraph.Node(
                item,
                people(having),
                having.size(),
                passes,
                people(on),
                on.size(),
                passesOn,
                that(path -> path.items().getFirst().equals(item) && !path.cutBefore()).size(),
                that(path -> path.items().getLast().equals(item) && !path.cutBehind()).size());
    }

    private PathGraph.Edge edge(String from, String to, long passesOfAll) {
        List<Long> millis = new ArrayList<>();
        List<Path> makers = new ArrayList<>();
        for (Path path : paths) {
            boolean makes = false;
            for (int i = 1; i < path.items().size(); i++) {
                if (path.items().get(i - 1).equals(from) && path.items().get(i).equals(to)) {
                    millis.add(Math.abs(path.times().get(i) - path.times().get(i - 1)));
                    makes = true;
                }
            }
            if (makes) {
                makers.add(path);
            }
        }
        PathGraph.Node node = node(from);
        return new PathGraph.Edge(
                from,
                to,
                people(makers),
                makers.size(),
                millis.size(),
                (double) millis.size() / node.passesOn(),
                (double) millis.size() / passesOfAll,
                (double) people(makers) / node.peopleOn(),
                (double) people(makers) / people(paths),
                mean(millis),
                median(millis));
    }

    // --- variants

    private PathVariants variants() {
        Set<List<String>> kinds = new LinkedHashSet<>();
        paths.forEach(path -> kinds.add(path.items()));
        List<PathVariants.Variant> all = new ArrayList<>();
        for (List<String> items : kinds) {
            List<Path> alike = paths.stream().filter(path -> path.items().equals(items)).toList();
            List<Long> millis =
                    alike.stream()
                            .map(path -> Math.abs(path.times().getLast() - path.times().getFirst()))
                            .toList();
            all.add(
                    new PathVariants.Variant(
                            items,
                            people(alike),
                            alike.size(),
                            (double) alike.size() / paths.size(),
                            0,
                            mean(millis),
                            median(millis)));
        }
        all.sort(
                Comparator.comparingLong((PathVariants.Variant one) -> -one.passes())
                        .thenComparing(PathVariants.Variant::items, Values::texts));
        List<PathVariants.Variant> shown = new ArrayList<>();
        long covered = 0;
        for (PathVariants.Variant one : all.stream().limit(question.top()).toList()) {
            covered += one.passes();
            shown.add(
                    new PathVariants.Variant(
                            one.items(),
                            one.people(),
                            one.passes(),
                            one.share(),
                            (double) covered / paths.size(),
                            one.meanSeconds(),
                            one.medianSeconds()));
        }
        return new PathVariants(people(paths), paths.size(), all.size(), shown);
    }
}
