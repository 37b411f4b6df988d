package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Cases;
import io.sojourn.journey.kit.Cases.Case;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathCasesTest {

    private static final Context CONTEXT = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);
    private static final String PAGE_VIEW = "$pageview";
    private static final String SCREEN = "$screen";
    private static final Column URL = new Column(Column.Scope.EVENT, "$current_url");
    private static final Column SCREEN_NAME = new Column(Column.Scope.EVENT, "$screen_name");

    static Stream<Case> ofKind(String kind) {
        return Cases.of("paths.json").stream()
                .filter(one -> one.query().get("kind").asText().equals(kind));
    }

    static Stream<Case> paths() {
        return ofKind("paths");
    }

    static Stream<Case> flows() {
        return ofKind("step_flow");
    }

    static Stream<Case> transitions() {
        return ofKind("transitions");
    }

    static Stream<Case> nextEvents() {
        return ofKind("next_event");
    }

    static Stream<Case> sessions() {
        return ofKind("sessions");
    }

    private record Link(int step, String source, String target) {}

    /// @param passes paths with the link
    private record Pass(long passes, double seconds) {
        Pass and(Pass other) {
            return new Pass(passes + other.passes, seconds + other.seconds);
        }
    }

    private static Map<Link, Pass> links(PathTree tree) {
        Map<Link, Pass> links = new LinkedHashMap<>();
        for (PathTree.Node node : tree.nodes()) {
            int step = node.items().size() - 1;
            if (step > 0) {
                links.merge(
                        new Link(step, node.items().get(step - 1), node.items().get(step)),
                        new Pass(node.passes(), node.passes() * node.meanSeconds()),
                        Pass::and);
            }
        }
        return links;
    }

    private static PathTree tree(Case one, Paths paths) {
        return Asks.of(one.source()).run(new PathTreeAnalysis(paths, CONTEXT));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void thePathsOfAnotherEngineComeOut(Case one) {
        JsonNode query = one.query();
        Paths paths =
                new Paths(
                        reading(one),
                        new Anchors(
                                Optional.ofNullable(query.get("start")).map(PathCasesTest::page),
                                Optional.ofNullable(query.get("end")).map(PathCasesTest::page)),
                        query.get("step_limit").asInt(),
                        false,
                        true,
                        Paths.ALL);
        Map<Link, Pass> links = links(tree(one, paths));
        JsonNode expected = one.expected();
        for (JsonNode link : expected.path("links")) {
            Pass pass =
                    links.get(
                            new Link(
                                    link.get("step").asInt(),
                                    link.get("source").asText(),
                                    link.get("target").asText()));
            assertThat(pass).as(link.toString()).isNotNull();
            assertThat(pass.passes).as(link.toString()).isEqualTo(link.get("value").asLong());
            if (link.has("avg_seconds")) {
                assertThat(pass.seconds / pass.passes).isEqualTo(link.get("avg_seconds").asLong());
            }
        }
        if (expected.has("link_count")) {
            assertThat(links).hasSize(expected.get("link_count").asInt());
        }
    }

    private static Reading reading(Case one) {
        JsonNode query = one.query();
        VisitSettings gap =
                new VisitSettings(
                        query.get("session_gap_minutes").asLong() * 60_000, false, false, false);
        Range range =
                query.has("from")
                        ? new Range.Between(
                                query.has("to")
                                        ? one.range()
                                        : new TimeRange(one.from(), Long.MAX_VALUE))
                        : new Range.All();
        return new Reading(
                new PathUnit.Visit(Optional.of(new VisitCut(gap, Calendar.UTC.zone()))),
                range,
                Optional.ofNullable(query.get("include")).map(PathCasesTest::kinds),
                Optional.ofNullable(query.get("exclude")).map(PathCasesTest::pages),
                List.of(
                        new ItemRule(
                                EventFilter.named(PAGE_VIEW),
                                new ItemName.Page(URL, List.of(), false)),
                        new ItemRule(
                                EventFilter.named(SCREEN), new ItemName.OfColumn(SCREEN_NAME))),
                query.get("collapse_repeats").asBoolean());
    }

    private static EventFilter kinds(JsonNode kinds) {
        return anyOf(
                texts(kinds).stream()
                        .map(kind -> kind.equals("custom_event") ? custom() : named(kind))
                        .toList());
    }

    private static EventFilter.Choice named(String name, PropertyCondition... conditions) {
        return new EventFilter.Choice(Optional.of(name), List.of(conditions));
    }

    private static EventFilter.Choice custom() {
        return new EventFilter.Choice(
                Optional.empty(),
                List.of(
                        condition(Column.EVENT_NAME, Operator.NOT_EQUALS, PAGE_VIEW),
                        condition(Column.EVENT_NAME, Operator.NOT_EQUALS, SCREEN)));
    }

    private static PropertyCondition condition(
            Column column, Operator operator, String... operands) {
        return new PropertyCondition(
                column, new PropertyFilter("filter", "value", operator, List.of(operands)));
    }

    private static EventFilter page(JsonNode item) {
        return anyOf(choices(item.asText()));
    }

    private static EventFilter pages(JsonNode items) {
        return anyOf(texts(items).stream().flatMap(item -> choices(item).stream()).toList());
    }

    /// Whatever has this name in a path of theirs.
    private static List<EventFilter.Choice> choices(String item) {
        String plain = item.replaceFirst("(?<=.)/$", "");
        return List.of(
                named(PAGE_VIEW, condition(URL, Operator.IN, plain, plain + "/")),
                named(SCREEN, condition(SCREEN_NAME, Operator.EQUALS, item)),
                named(item));
    }

    private static EventFilter anyOf(List<EventFilter.Choice> choices) {
        return new EventFilter(choices);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    /// Ends of paths are rows there, which are no events.
    @ParameterizedTest
    @MethodSource("flows")
    void stepsAndLinksOfAnotherEngineComeOut(Case one) {
        Paths paths =
                Paths.of(Reading.EVERYTHING.excluding(EventFilter.named("path_end")), Anchors.NONE)
                        .depth(one.query().get("max_steps").asInt());
        PathTree tree = tree(one, paths);
        Map<List<Object>, Long> nodes = new LinkedHashMap<>();
        tree.nodes()
                .forEach(
                        node ->
                                nodes.merge(
                                        List.of(node.items().size(), node.items().getLast()),
                                        node.people(),
                                        Long::sum));
        JsonNode expected = one.expected();
        assertThat(nodes).hasSize(expected.get("nodes").size());
        for (JsonNode node : expected.get("nodes")) {
            long people = nodes.get(List.of(node.get("step").asInt(), node.get("event").asText()));
            assertThat(people).isEqualTo(node.get("people").asLong());
            assertThat(tree.people()).isEqualTo(node.get("total_people").asLong());
            assertThat(100.0 * people / tree.people()).isEqualTo(node.get("percent").asDouble());
        }
        Map<Link, Pass> links = links(tree);
        assertThat(links).hasSize(expected.get("links").size());
        for (JsonNode link : expected.get("links")) {
            Pass pass =
                    links.get(
                            new Link(
                                    link.get("step").asInt(),
                                    link.get("source").asText(),
                                    link.get("target").asText()));
            assertThat(pass)
                    .isEqualTo(
                            new Pass(
                                    link.get("people").asLong(),
                                    link.get("seconds_sum").asDouble()));
        }
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void theTransitionsOfAnotherEngineComeOut(Case one) {
        String weight = one.query().get("weight").asText();
        Reading reading =
                weight.equals("session")
                        ? Reading.EVERYTHING.by(
                                new PathUnit.Runs(new Column(Column.Scope.EVENT, "session_id")))
                        : Reading.EVERYTHING;
        Paths paths = Paths.of(reading, Anchors.NONE).depth(Paths.WHOLE);
        PathGraph graph = Asks.of(one.source()).run(new PathGraphAnalysis(paths, CONTEXT));
        List<String> events = texts(one.expected().get("events"));
        for (int from = 0; from < events.size(); from++) {
            for (int to = 0; to < events.size(); to++) {
                String source = events.get(from);
                String target = events.get(to);
                double got =
                        graph.edges().stream()
                                .filter(edge -> edge.from().equals(source))
                                .filter(edge -> edge.to().equals(target))
                                .mapToDouble(
                                        edge ->
                                                weight(
                                                        edge,
                                                        weight,
                                                        one.query().get("normalise").asText()))
                                .sum();
                assertThat(got)
                        .as(source + " > " + target)
                        .isEqualTo(
                                one.expected().get("matrix").get(from).get(to).asDouble(),
                                within(0.001));
            }
        }
    }

    private static double weight(PathGraph.Edge edge, String weight, String normalise) {
        return switch (weight + " " + normalise) {
            case "event null" -> edge.passes();
            case "event node" -> edge.shareOfNode();
            case "event full" -> edge.shareOfAll();
            case "session null" -> edge.paths();
            case "person null" -> edge.people();
            case "person node" -> edge.peopleOfNode();
            case "person full" -> edge.peopleOfAll();
            default -> throw new IllegalStateException(weight + " " + normalise);
        };
    }

    /// From the first event of the chain on, or where the path begins.
    @ParameterizedTest
    @MethodSource("nextEvents")
    void theNextEventOfAnotherEngineComesOut(Case one) {
        List<String> chain = texts(one.query().get("chain"));
        assertThat(one.query().get("direction").asText()).isEqualTo("forward");
        Anchors anchors =
                one.query().get("base").asText().equals("head")
                        ? Anchors.NONE
                        : Anchors.start(EventFilter.named(chain.getFirst()));
        Paths paths = Paths.of(Reading.EVERYTHING, anchors).depth(chain.size() + 1);
        PathTree tree = tree(one, paths);
        one.expected()
                .properties()
                .forEach(
                        person -> {
                            long number = one.people().get(person.getKey());
                            List<String> next = new ArrayList<>();
                            for (PathTree.Node node : tree.nodes()) {
                                List<String> items = node.items();
                                if (items.size() == chain.size() + 1
                                        && items.subList(0, chain.size()).equals(chain)
                                        && people(one, paths, items).contains(number)) {
                                    next.add(items.getLast());
                                }
                            }
                            assertThat(next)
                                    .isEqualTo(
                                            person.getValue().isNull()
                                                    ? List.of()
                                                    : List.of(person.getValue().asText()));
                        });
    }

    private static PersonSet people(Case one, Paths paths, List<String> items) {
        return Asks.of(one.source())
                .run(new PathPeople(paths, CONTEXT, new PathCell.Prefix(items)));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void theSessionsOfAnotherEngineComeOut(Case one) {
        VisitSettings gap =
                new VisitSettings(
                        one.query().get("gap_minutes").asLong() * 60_000, false, false, false);
        Paths paths =
                Paths.of(
                                Reading.EVERYTHING.by(
                                        new PathUnit.Visit(
                                                Optional.of(
                                                        new VisitCut(gap, Calendar.UTC.zone())))),
                                Anchors.NONE)
                        .depth(Paths.WHOLE);
        one.expected()
                .get("session_index")
                .properties()
                .forEach(
                        person -> {
                            PersonSet only = PersonSet.of(one.people().get(person.getKey()));
                            PathVariants variants =
                                    Asks.of(one.source())
                                            .run(
                                                    new PathVariantsAnalysis(
                                                            paths, CONTEXT.among(only)));
                            Map<Integer, Long> found =
                                    variants.variants().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            variant -> variant.items().size(),
                                                            PathVariants.Variant::passes));
                            Map<String, Long> sizes =
                                    texts(person.getValue()).stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            index -> index, Collectors.counting()));
                            Map<Integer, Long> expected =
                                    sizes.values().stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            Long::intValue,
                                                            TreeMap::new,
                                                            Collectors.counting()));
                            assertThat(found).isEqualTo(expected);
                        });
    }
}
