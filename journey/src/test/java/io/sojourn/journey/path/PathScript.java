package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.kit.Timelines;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.pattern.PatternAnalysis;
import io.sojourn.journey.pattern.PatternMatches;
import io.sojourn.journey.pattern.PatternPeople;
import io.sojourn.journey.pattern.PatternResult;
import io.sojourn.journey.pattern.PersonMatch;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs examples of paths: people, then questions, each followed by its whole answer. Every people-number of every
/// answer is opened and must have as many people.
final class PathScript {

    private static final Set<String> QUESTIONS =
            Set.of("tree", "graph", "items", "variants", "footprints", "pattern", "difference");
    private static final long BASE = 1_735_689_600_000L;

    private final Map<String, Journey> people;
    private final HistorySource source;

    private PathScript(Map<String, Journey> people) {
        this.people = people;
        this.source = new HistorySource(new ArrayList<>(people.values()));
    }

    /// @return how many questions were asked
    static int run(List<String> lines) {
        int at = 0;
        while (!isQuestion(lines.get(at))) {
            at++;
        }
        PathScript script =
                new PathScript(Histories.read(String.join("\n", lines.subList(0, at)), BASE));
        int questions = 0;
        while (at < lines.size()) {
            int to = at + 1;
            while (to < lines.size() && !isQuestion(lines.get(to))) {
                to++;
            }
            String question = lines.get(at);
            assertThat(script.answer(question).stream().map(PathScript::plain).toList())
                    .as(question)
                    .isEqualTo(lines.subList(at + 1, to).stream().map(PathScript::plain).toList());
            questions++;
            at = to;
        }
        return questions;
    }

    private static boolean isQuestion(String line) {
        return QUESTIONS.contains(line.split(" ")[0]) && !line.contains("|")
                || line.startsWith("pattern ");
    }

    private static String plain(String line) {
        return line.replaceAll("\\s+", " ").strip();
    }

    private List<String> answer(String question) {
        String[] words = question.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        Options options = new Options(rest);
        return switch (words[0]) {
            case "tree" -> tree(options.paths(Paths.DEPTH_DEFAULT), options.context());
            case "graph" -> graph(options.paths(Paths.WHOLE), options.context());
            case "items" -> items(options.paths(Paths.WHOLE), options.context());
            case "variants" -> variants(options.paths(Paths.WHOLE), options.context());
            case "footprints" -> footprints(options.footprints(), options.context());
            case "difference" -> difference(options.paths(Paths.DEPTH_DEFAULT), options);
            default -> pattern(rest);
        };
    }

    /// The options of a question.
    private final class Options {
        private final Map<String, String> options = new LinkedHashMap<>();
        private final List<PagePattern> patterns = new ArrayList<>();

        Options(String text) {
            for (String word : text.split(" +")) {
                String[] sides = word.split("=", 2);
                if (sides[0].equals("page")) {
                    String[] names = sides[1].split(":", 2);
                    patterns.add(new PagePattern(names[0], names[1]));
                } else if (!word.isEmpty()) {
                    options.put(sides[0], sides.length > 1 ? sides[1] : "");
                }
            }
        }

        Context context() {
            Context all = Asks.asOf(time("asOf").orElse(Long.MAX_VALUE), Calendar.UTC);
            return Optional.ofNullable(options.get("among"))
                    .map(names -> all.among(set(names)))
                    .orElse(all);
        }

        PersonSet set(String names) {
            return PersonSet.of(
                    Stream.of(names.split(","))
                            .mapToLong(name -> people.get(name).person())
                            .toArray());
        }

        String get(String option) {
            return options.getOrDefault(option, "");
        }

        private Optional<Long> time(String option) {
            return Optional.ofNullable(options.get(option))
                    .map(text -> BASE + Timelines.millis(text));
        }

        private Optional<EventFilter> filter(String option) {
            return Optional.ofNullable(options.get(option)).map(PathScript::events);
        }

        Reading reading() {
            List<ItemRule> rules = new ArrayList<>();
            if (options.containsKey("pages")) {
                rules.add(
                        new ItemRule(
                                EventFilter.named("pv"),
                                new ItemName.Page(
                                        new Column(Column.Scope.EVENT, "url"),
                                        patterns,
                                        options.containsKey("grouped"))));
            }
            if (options.containsKey("value")) {
                rules.add(
                        new ItemRule(
                                EventFilter.ANY,
                                new ItemName.OfColumn(
                                        new Column(Column.Scope.EVENT, get("value")))));
            }
            Range range =
                    options.containsKey("from") || options.containsKey("to")
                            ? new Range.Between(
                                    new TimeRange(
                                            time("from").orElse(Long.MIN_VALUE),
                                            time("to").orElse(Long.MAX_VALUE)))
                            : new Range.All();
            return new Reading(
                    unit(),
                    range,
                    filter("include"),
                    filter("exclude"),
                    rules,
                    options.containsKey("collapse"));
        }

        private PathUnit unit() {
            if (options.containsKey("runs")) {
                return new PathUnit.Runs(new Column(Column.Scope.EVENT, get("runs")));
            }
            if (options.containsKey("gap")) {
                VisitSettings settings =
                        new VisitSettings(Timelines.millis(get("gap")), false, false, false);
                return new PathUnit.Visit(Optional.of(new VisitCut(settings, ZoneId.of("UTC"))));
            }
            return options.containsKey("visits")
                    ? new PathUnit.Visit(Optional.empty())
                    : new PathUnit.Person();
        }

        Paths paths(int depth) {
            return new Paths(
                    reading(),
                    new Anchors(filter("start"), filter("end")),
                    options.containsKey("depth") ? Integer.parseInt(get("depth")) : depth,
                    options.containsKey("backward"),
                    true,
                    options.containsKey("top") ? Integer.parseInt(get("top")) : Paths.TOP_DEFAULT);
        }

        Footprints footprints() {
            List<EventFilter> steps =
                    Stream.of(get("steps").split(">")).map(PathScript::events).toList();
            return new Footprints(reading(), steps, true, Footprints.TOP_DEFAULT);
        }
    }

    /// `A`, or `A,B` for any of these.
    private static EventFilter events(String names) {
        return new EventFilter(
                Stream.of(names.split(","))
                        .map(name -> new EventFilter.Choice(Optional.of(name), List.of()))
                        .toList());
    }

    private <A, R> R ask(Analysis<A, R> analysis) {
        return Asks.of(source).run(analysis);
    }

    private void opens(Paths paths, Context context, PathCell cell, long count) {
        assertThat(ask(new PathPeople(paths, context, cell)).size())
                .as(cell.toString())
                .isEqualTo(count);
    }

    private List<String> tree(Paths paths, Context context) {
        PathTree tree = ask(new PathTreeAnalysis(paths, context));
        opens(paths, context, new PathCell.Everyone(), tree.people());
        List<String> lines = new ArrayList<>();
        for (PathTree.Node node : tree.nodes()) {
            opens(paths, context, new PathCell.Prefix(node.items()), node.people());
            opens(paths, context, new PathCell.Ended(node.items()), node.peopleEnded());
            lines.add(
                    line(
                            String.join(" > ", node.items()),
                            node.people(),
                            node.passes(),
                            node.peopleEnded(),
                            number(node.meanSeconds()),
                            number(node.medianSeconds())));
        }
        if (tree.hidden() > 0) {
            lines.add(line("hidden", tree.hidden()));
        }
        return lines;
    }

    private List<String> variants(Paths paths, Context context) {
        PathVariants variants = ask(new PathVariantsAnalysis(paths, context));
        opens(paths, context, new PathCell.Everyone(), variants.people());
        List<String> lines = new ArrayList<>();
        for (PathVariants.Variant variant : variants.variants()) {
            opens(paths, context, new PathCell.Variant(variant.items()), variant.people());
            lines.add(
                    line(
                            String.join(" > ", variant.items()),
                            variant.people(),
                            variant.passes(),
                            percent(variant.share()),
                            percent(variant.coverage()),
                            number(variant.meanSeconds()),
                            number(variant.medianSeconds())));
        }
        return lines;
    }

    private List<String> graph(Paths paths, Context context) {
        PathGraph graph = ask(new PathGraphAnalysis(paths, context));
        opens(paths, context, new PathCell.Everyone(), graph.people());
        List<String> lines = new ArrayList<>();
        for (PathGraph.Edge edge : graph.edges()) {
            PathCell cell = new PathCell.Transition(edge.from(), edge.to());
            opens(paths, context, cell, edge.people());
            lines.add(
                    line(
                            edge.from() + " > " + edge.to(),
                            edge.people(),
                            edge.paths(),
                            edge.passes(),
                            percent(edge.shareOfNode()),
                            percent(edge.shareOfAll()),
                            number(edge.meanSeconds()),
                            number(edge.medianSeconds())));
        }
        return lines;
    }

    private List<String> items(Paths paths, Context context) {
        PathGraph graph = ask(new PathGraphAnalysis(paths, context));
        List<String> lines = new ArrayList<>();
        for (PathGraph.Node node : graph.nodes()) {
            opens(paths, context, new PathCell.Item(node.item()), node.people());
            opens(paths, context, new PathCell.Departed(node.item()), node.peopleOn());
            lines.add(
                    line(
                            node.item(),
                            node.people(),
                            node.paths(),
                            node.passes(),
                            node.pathsBegun(),
                            node.pathsEnded()));
        }
        return lines;
    }

    private List<String> footprints(Footprints footprints, Context context) {
        FootprintsResult result = ask(new FootprintsAnalysis(footprints, context));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < result.steps().size(); i++) {
            int number = i + 1;
            FootprintsResult.Step step = result.steps().get(i);
            opens(footprints, context, new FootprintsCell.Reached(number), step.people());
            opens(footprints, context, new FootprintsCell.Dropped(number), step.dropped());
            opens(footprints, context, new FootprintsCell.Direct(number), step.direct());
            lines.add(
                    line(
                            "step " + number,
                            step.people(),
                            step.passes(),
                            percent(step.share()),
                            number(step.meanSeconds()),
                            number(step.medianSeconds()),
                            step.dropped(),
                            step.direct()));
            for (FootprintsResult.Footprint print : step.footprints()) {
                String item = print.item();
                opens(footprints, context, new FootprintsCell.Found(number, item), print.people());
                opens(
                        footprints,
                        context,
                        new FootprintsCell.FoundDropped(number, item),
                        print.peopleDropped());
                lines.add(
                        line(
                                number + " " + item,
                                print.people(),
                                percent(print.share()),
                                print.passes(),
                                print.peopleDropped(),
                                percent(print.shareDropped())));
            }
        }
        return lines;
    }

    private void opens(Footprints footprints, Context context, FootprintsCell cell, long count) {
        assertThat(ask(new FootprintsPeople(footprints, context, cell)).size())
                .as(cell.toString())
                .isEqualTo(count);
    }

    private List<String> difference(Paths paths, Options options) {
        Context all = options.context();
        Difference<PathCell.Prefix> difference =
                Difference.of(
                        ask(
                                new PathTreeAnalysis(
                                        paths.top(Paths.ALL),
                                        all.among(options.set(options.get("a"))))),
                        ask(
                                new PathTreeAnalysis(
                                        paths.top(Paths.ALL),
                                        all.among(options.set(options.get("b"))))));
        return difference.rows().stream()
                .map(
                        row ->
                                line(
                                        String.join(" > ", row.cell().items()),
                                        row.a().people(),
                                        row.b().people(),
                                        percent(row.a().share()),
                                        percent(row.b().share()),
                                        percent(row.difference())))
                .toList();
    }

    private List<String> pattern(String text) {
        Set<String> names = new LinkedHashSet<>();
        String[] sides = text.split(" of ", 2);
        String expression = sides[0].strip();
        Matcher name = Pattern.compile("[A-Z]\\w*").matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
        PathPattern pattern =
                PathPattern.of(
                        names.stream()
                                .map(one -> new PathPattern.Condition(one, EventFilter.named(one)))
                                .toList(),
                        expression);
        Context context = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);
        PatternResult result = ask(new PatternAnalysis(pattern, context));
        List<PersonMatch> matches = ask(new PatternMatches(pattern, context));
        assertThat(ask(new PatternPeople(pattern, context)).stream().boxed())
                .hasSize((int) result.people())
                .containsExactlyElementsOf(matches.stream().map(PersonMatch::person).toList());
        assertThat(matches.stream().mapToLong(PersonMatch::occurrences).sum())
                .isEqualTo(result.occurrences());
        return people.entrySet().stream()
                .flatMap(
                        entry ->
                                matches.stream()
                                        .filter(one -> one.person() == entry.getValue().person())
                                        .map(one -> line(entry.getKey(), one)))
                .toList();
    }

    private static String line(String name, PersonMatch match) {
        return line(
                name,
                match.occurrences(),
                match.times().stream()
                        .map(time -> number((time - BASE) / 1_000.0))
                        .collect(Collectors.joining(" ")));
    }

    private static String line(Object... cells) {
        return Stream.of(cells).map(Object::toString).collect(Collectors.joining(" | "));
    }

    private static String percent(double share) {
        return number(share * 100) + " %";
    }

    private static String number(double number) {
        return Double.isNaN(number)
                ? "-"
                : String.format(Locale.ROOT, "%.1f", number).replaceAll("\\.0$", "");
    }
}
