package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.ItemName;
import io.sojourn.journey.path.ItemRule;
import io.sojourn.journey.path.PagePattern;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How journeys are read as units and paths.
final class JourneyPaths {

    /// @param items and the time of each, as far as the depth shows them
    /// @param whole items of the path before the depth cut it
    /// @param cutBefore whether items before these were cut off
    /// @param cutBehind whether items behind these were
    record Path(
            long person,
            List<String> items,
            List<Long> times,
            boolean cutBefore,
            boolean cutBehind) {

        Path reversed() {
            return new Path(person, items.reversed(), times.reversed(), cutBehind, cutBefore);
        }
    }

    private final Reading reading;
    private final TimeRange range;

    JourneyPaths(Reading reading, Context context) {
        this.reading = reading;
        range = reading.range().resolve(context.calendar(), context.asOf());
    }

    /// By which visits are cut for a unit.
    static VisitCut cut(PathUnit unit, Context context) {
        return unit instanceof PathUnit.Visit(Optional<VisitCut> cut) && cut.isPresent()
                ? cut.get()
                : context.visits();
    }

    /// Events in the range, unit by unit.
    static List<List<Integer>> units(SeenPerson person, PathUnit unit, TimeRange range) {
        List<List<Integer>> units = new ArrayList<>();
        Optional<Object> last = Optional.empty();
        for (int event = 0; event < person.count(); event++) {
            Optional<Object> of =
                    switch (unit) {
                        case PathUnit.Person() -> Optional.of(0);
                        case PathUnit.Visit visit ->
                                Optional.<Object>of(person.visits().get(event))
                                        .filter(ordinal -> !ordinal.equals(SeenPerson.NO_VISIT));
                        case PathUnit.Runs runs ->
                                person.value(event, runs.column()).map(value -> value);
                    };
            if (of.isPresent() && range.contains(person.time(event))) {
                if (!of.equals(last)) {
                    units.add(new ArrayList<>());
                }
                units.getLast().add(event);
                last = of;
            }
        }
        return units;
    }

    boolean isRead(SeenPerson person, int event) {
        return (reading.include().isEmpty() || person.matches(event, reading.include().get()))
                && (reading.exclude().isEmpty() || !person.matches(event, reading.exclude().get()));
    }

    List<Path> paths(SeenPerson person, Anchors anchors, int depth) {
        List<Path> paths = new ArrayList<>();
        for (List<Integer> unit : units(person, reading.unit(), range)) {
            path(person, unit, anchors, depth).ifPresent(paths::add);
        }
        return paths;
    }

    private Optional<Path> path(SeenPerson person, List<Integer> unit, Anchors anchors, int depth) {
        Optional<List<Integer>> anchored = anchored(person, unit, anchors);
        if (anchored.isEmpty()) {
            return Optional.empty();
        }
        List<String> items = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int event : anchored.get()) {
            String item = item(person, event);
            if (!reading.collapse() || items.isEmpty() || !items.getLast().equals(item)) {
                items.add(item);
                times.add(person.time(event));
            }
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        boolean last = anchors.end().isPresent() && anchors.start().isEmpty();
        int from = last ? Math.max(0, items.size() - depth) : 0;
        int to = last ? items.size() : Math.min(items.size(), depth);
        return Optional.of(
                new Path(
                        person.person(),
                        items.subList(from, to),
                        times.subList(from, to),
                        from > 0,
                        to < items.size()));
    }

    /// Anchors and what is read between them, none where an anchor is missing.
    private Optional<List<Integer>> anchored(
            SeenPerson person, List<Integer> unit, Anchors anchors) {
        Optional<Integer> start = Optional.empty();
        Optional<Integer> end = Optional.empty();
        if (anchors.start().isPresent()) {
            start =
                    unit.stream()
                            .filter(event -> person.matches(event, anchors.start().get()))
                            .findFirst();
            if (start.isEmpty()) {
                return Optional.empty();
            }
        }
        if (anchors.end().isPresent()) {
            Optional<Integer> begin = start;
            end =
                    unit.reversed().stream()
                            .filter(event -> person.matches(event, anchors.end().get()))
                            .filter(event -> begin.isEmpty() || !begin.get().equals(event))
                            .filter(
                                    event ->
                                            begin.isEmpty()
                                                    || person.time(event)
                                                            >= person.time(begin.get()))
                            .findFirst();
            if (end.isEmpty()) {
                return Optional.empty();
            }
        }
        List<Integer> path = new ArrayList<>();
        start.ifPresent(path::add);
        for (int event : unit) {
            boolean after = start.isEmpty() || event > start.get();
            boolean before = end.isEmpty() || event < end.get();
            if (after && before && isRead(person, event)) {
                path.add(event);
            }
        }
        end.ifPresent(path::add);
        return Optional.of(path);
    }

    // --- what an event is called

    String item(SeenPerson person, int event) {
        for (ItemRule rule : reading.items()) {
            if (person.matches(event, rule.events())) {
                Optional<String> name =
                        switch (rule.name()) {
                            case ItemName.Fixed(String fixed) -> Optional.of(fixed);
                            case ItemName.OfColumn of -> person.value(event, of.column());
                            case ItemName.Page page ->
                                    person.value(event, page.column())
                                            .map(address -> page(page, address));
                        };
                if (name.isPresent()) {
                    return name.get();
                }
            }
        }
        return person.events().get(event).name();
    }

    private static String page(ItemName.Page page, String address) {
        String path =
                address.replaceFirst("^[a-z]+://", "")
                        .replaceFirst("[?#].*$", "")
                        .replaceFirst("^[^/]*", "");
        path =
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path;
        path = path.isEmpty() ? "/" : path;
        for (PagePattern pattern : page.patterns()) {
            String regex =
                    ("\\Q" + pattern.path() + "\\E")
                            .replace("**", "\\E.+\\Q")
                            .replace("*", "\\E[^/]*\\Q")
                            .replace(".+", ".*");
            if (path.matches(regex)) {
                return pattern.name();
            }
        }
        if (!page.grouped()) {
            return path;
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            parts.add(part.matches("\\d+") ? "*" : part);
        }
        return String.join("/", parts);
    }

    /// Everybody's paths.
    static List<Path> all(List<SeenPerson> people, Paths question, Context context) {
        JourneyPaths reader = new JourneyPaths(question.reading(), context);
        List<Path> paths = new ArrayList<>();
        for (SeenPerson person : people) {
            paths.addAll(reader.paths(person, question.anchors(), question.depth()));
        }
        return paths;
    }
}
