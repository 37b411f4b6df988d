package io.sojourn.journey.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.Footprints;
import io.sojourn.journey.path.FootprintsCell;
import io.sojourn.journey.path.ItemName;
import io.sojourn.journey.path.ItemRule;
import io.sojourn.journey.path.PagePattern;
import io.sojourn.journey.path.PathCell;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.pattern.Expression;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Paths, journeys with footprints and patterns as JSON.
public final class PathJson {

    static final long GAP_MAX = 366L * 86_400_000;
    static final int PATTERN_CHARS_MAX = 10_000;
    static final int ITEMS_MAX = 10_000;

    private static final PathUnit PERSON = new PathUnit.Person();

    private PathJson() {}

    public static Optional<Paths> readPaths(Place place, PartReader parts) {
        Reading reading = reading(place, parts);
        Anchors anchors =
                new Anchors(
                        place.at("start").optional(parts::event),
                        place.at("end").optional(parts::event));
        int depth = place.at("depth").integer(Paths.DEPTH_DEFAULT, 1, Paths.WHOLE);
        boolean backward = place.at("backward").flag(false);
        boolean medians = place.at("medians").flag(true);
        int top = place.at("top").integer(Paths.TOP_DEFAULT, 1, Paths.ALL);
        return place.whole(() -> new Paths(reading, anchors, depth, backward, medians, top));
    }

    public static Optional<Footprints> readFootprints(Place place, PartReader parts) {
        Reading reading = reading(place, parts);
        List<EventFilter> steps = place.at("steps").some(Footprints.STEPS_MAX, parts::event);
        boolean medians = place.at("medians").flag(true);
        int top = place.at("top").integer(Footprints.TOP_DEFAULT, 1, Paths.ALL);
        return place.whole(() -> new Footprints(reading, steps, medians, top));
    }

    private static Reading reading(Place place, PartReader parts) {
        PathUnit unit = unit(place.at("unit"), parts);
        Range range = parts.range(place.at("range"));
        Optional<EventFilter> include = place.at("include").optional(parts::event);
        Optional<EventFilter> exclude = place.at("exclude").optional(parts.with(List.of())::event);
        List<ItemRule> items = new ArrayList<>();
        place.at("items")
                .list(
                        Reading.ITEM_RULES_MAX,
                        one -> rule(one, parts.with(List.of())).map(items::add).orElse(false));
        boolean collapse = place.at("collapse").flag(false);
        if (include.isEmpty() && !parts.everywhere().isEmpty()) {
            include = Optional.of(EventFilter.ANY.and(parts.everywhere()));
        }
        return new Reading(unit, range, include, exclude, items, collapse);
    }

    private static PathUnit unit(Place place, PartReader parts) {
        Map<String, PathUnit> words = new LinkedHashMap<>();
        words.put("person", PERSON);
        words.put("visit", new PathUnit.Visit(Optional.empty()));
        if (!place.isPresent() || place.isText()) {
            return place.word(PERSON, words);
        }
        PathUnit unit = PERSON;
        if (place.has("visit")) {
            unit = new PathUnit.Visit(Optional.of(cut(place.at("visit"), parts)));
        } else if (place.has("runs")) {
            Place runs = place.at("runs");
            unit =
                    parts.column(runs)
                            .map(
                                    column ->
                                            runs.made(
                                                    PERSON,
                                                    () -> (PathUnit) new PathUnit.Runs(column)))
                            .orElse(PERSON);
        } else {
            place.wrong("takes person, visit, {\"visit\":...} or {\"runs\":...}");
        }
        place.end();
        return unit;
    }

    private static VisitCut cut(Place place, PartReader parts) {
        OptionalLong gap = parts.span(place.at("gap"), GAP_MAX);
        boolean midnight = place.at("splitAtMidnight").flag(false);
        boolean campaign = place.at("splitOnCampaign").flag(false);
        place.end();
        return new VisitCut(
                new VisitSettings(
                        gap.orElse(VisitSettings.DEFAULT.timeoutMillis()),
                        false,
                        midnight,
                        campaign),
                parts.calendar().zone());
    }

    private static Optional<ItemRule> rule(Place place, PartReader parts) {
        EventFilter events = parts.event(place.at("events"));
        Optional<ItemName> name = Optional.empty();
        if (place.has("page")) {
            name = page(place.at("page"), parts);
        } else if (place.has("property")) {
            Place of = place.at("property");
            name =
                    parts.column(of)
                            .flatMap(
                                    column ->
                                            of.made(
                                                    Optional.empty(),
                                                    () ->
                                                            Optional.of(
                                                                    new ItemName.OfColumn(
                                                                            column))));
        } else {
            name = Optional.of(new ItemName.Fixed(place.at("name").text(2_000)));
        }
        place.end();
        return name.map(known -> new ItemRule(events, known));
    }

    private static Optional<ItemName> page(Place place, PartReader parts) {
        Optional<Column> column = parts.column(place, Column.Scope.EVENT);
        List<PagePattern> patterns =
                place.at("patterns")
                        .list(
                                1_000,
                                one -> {
                                    PagePattern pattern =
                                            new PagePattern(
                                                    one.at("path").text(2_000),
                                                    one.at("name").text(2_000));
                                    one.end();
                                    return pattern;
                                });
        boolean grouped = place.at("grouped").flag(false);
        place.end();
        return column.flatMap(
                known ->
                        place.made(
                                Optional.empty(),
                                () -> Optional.of(new ItemName.Page(known, patterns, grouped))));
    }

    public static ObjectNode write(Paths paths, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        write(json, paths.reading(), parts);
        paths.anchors().start().ifPresent(start -> json.set("start", parts.event(start)));
        paths.anchors().end().ifPresent(end -> json.set("end", parts.event(end)));
        json.put("depth", paths.depth()).put("backward", paths.backward());
        return json.put("medians", paths.medians()).put("top", paths.top());
    }

    public static ObjectNode write(Footprints footprints, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        write(json, footprints.reading(), parts);
        ArrayNode steps = json.putArray("steps");
        footprints.steps().forEach(step -> steps.add(parts.event(step)));
        return json.put("medians", footprints.medians()).put("top", footprints.top());
    }

    private static void write(ObjectNode json, Reading reading, PartWriter parts) {
        write(json, reading.unit(), parts);
        parts.range(json, "range", reading.range());
        reading.include().ifPresent(include -> json.set("include", parts.event(include)));
        reading.exclude().ifPresent(exclude -> json.set("exclude", parts.event(exclude)));
        ArrayNode items = json.putArray("items");
        for (ItemRule rule : reading.items()) {
            ObjectNode one = items.addObject();
            one.set("events", parts.event(rule.events()));
            switch (rule.name()) {
                case ItemName.Fixed(String name) -> one.put("name", name);
                case ItemName.OfColumn(Column column) ->
                        parts.column(one.putObject("property"), column);
                case ItemName.Page(Column column, var patterns, boolean grouped) -> {
                    ObjectNode page = parts.column(one.putObject("page"), column);
                    ArrayNode array = page.putArray("patterns");
                    for (PagePattern pattern : patterns) {
                        array.addObject().put("path", pattern.path()).put("name", pattern.name());
                    }
                    page.put("grouped", grouped);
                }
            }
        }
        json.put("collapse", reading.collapse());
    }

    private static void write(ObjectNode json, PathUnit unit, PartWriter parts) {
        switch (unit) {
            case PathUnit.Person() -> json.put("unit", "person");
            case PathUnit.Runs(Column column) ->
                    parts.column(json.putObject("unit").putObject("runs"), column);
            case PathUnit.Visit(Optional<VisitCut> cut) -> {
                if (cut.isEmpty()) {
                    json.put("unit", "visit");
                } else {
                    VisitSettings settings = cut.get().settings();
                    json.putObject("unit")
                            .putObject("visit")
                            .put("gap", settings.timeoutMillis())
                            .put("splitAtMidnight", settings.splitAtMidnight())
                            .put("splitOnCampaign", settings.splitOnCampaign());
                }
            }
        }
    }

    public static Optional<PathPattern> readPattern(Place place, PartReader parts) {
        PathUnit unit = unit(place.at("unit"), parts);
        Range range = parts.range(place.at("range"));
        List<PathPattern.Condition> conditions =
                place.at("conditions")
                        .some(
                                PathPattern.CONDITIONS_MAX,
                                one -> {
                                    String name = one.at("name").text(200);
                                    return new PathPattern.Condition(name, parts.event(one));
                                });
        String text = place.at("pattern").text(PATTERN_CHARS_MAX);
        boolean medians = place.at("medians").flag(true);
        List<String> names = conditions.stream().map(PathPattern.Condition::name).toList();
        return place.whole(
                () ->
                        new PathPattern(
                                unit,
                                range,
                                conditions,
                                Expression.parse("pattern", text, names),
                                medians));
    }

    public static ObjectNode write(PathPattern pattern, PartWriter parts) {
        ObjectNode json = PartWriter.object();
        write(json, pattern.unit(), parts);
        parts.range(json, "range", pattern.range());
        ArrayNode conditions = json.putArray("conditions");
        for (PathPattern.Condition condition : pattern.conditions()) {
            ObjectNode one = conditions.addObject().put("name", condition.name());
            parts.event(one, condition.events());
        }
        json.put("pattern", pattern.expression().text());
        return json.put("medians", pattern.medians());
    }

    public static PathCell pathCell(Place place, PartReader parts) {
        Map<String, Function<Place, PathCell>> kinds = new LinkedHashMap<>();
        kinds.put("everyone", at -> new PathCell.Everyone());
        kinds.put("prefix", at -> new PathCell.Prefix(items(at)));
        kinds.put("ended", at -> new PathCell.Ended(items(at)));
        kinds.put("variant", at -> new PathCell.Variant(items(at)));
        kinds.put("item", at -> new PathCell.Item(item(at.at("item"))));
        kinds.put("departed", at -> new PathCell.Departed(item(at.at("item"))));
        kinds.put(
                "transition",
                at -> new PathCell.Transition(item(at.at("from")), item(at.at("to"))));
        PathCell cell =
                place.at("kind")
                        .<Function<Place, PathCell>>word(at -> new PathCell.Everyone(), kinds)
                        .apply(place);
        place.end();
        return cell;
    }

    private static List<String> items(Place place) {
        return place.at("items").list(ITEMS_MAX, PathJson::item);
    }

    private static String item(Place place) {
        if (!place.isPresent()) {
            place.missing();
        }
        return place.optionalText(PartReader.VALUE_CHARS_MAX).orElse("");
    }

    public static FootprintsCell footprintsCell(Place place, PartReader parts) {
        int step = place.at("step").integer(1, 1, Footprints.STEPS_MAX);
        Map<String, Function<Place, FootprintsCell>> kinds = new LinkedHashMap<>();
        kinds.put("reached", at -> new FootprintsCell.Reached(step));
        kinds.put("dropped", at -> new FootprintsCell.Dropped(step));
        kinds.put("direct", at -> new FootprintsCell.Direct(step));
        kinds.put("found", at -> new FootprintsCell.Found(step, item(at.at("item"))));
        kinds.put(
                "found_dropped", at -> new FootprintsCell.FoundDropped(step, item(at.at("item"))));
        FootprintsCell cell =
                place.at("kind")
                        .<Function<Place, FootprintsCell>>word(
                                at -> new FootprintsCell.Reached(step), kinds)
                        .apply(place);
        place.end();
        return cell;
    }
}
