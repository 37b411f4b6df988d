package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
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
import java.util.function.IntPredicate;

/// How journeys are read as units and paths.
final class JourneyPaths {

    /// @param items and the time of each, as far as the depth shows them
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
    ///
    /// @param anchors that are looked for among events that are not read too
    List<List<Integer>> units(SeenPerson person, List<EventFilter> anchors) {
        return units(
                person,
                event ->
                        isRead(person, event)
                                || anchors.stream()
                                        .anyMatch(filter -> person.matches(event, filter)));
    }

    /// @param there whether an event is part of units; others are as if they were not
    List<List<Integer>> units(SeenPerson person, IntPredicate there) {
        List<List<Integer>> units = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (int event = 0; event < person.count(); event++) {
            Optional<String> of =
                    switch (reading.unit()) {
                        case PathUnit.Person() -> Optional.of("");
                        case PathUnit.Visit visit ->
                                Optional.of(person.visits().get(event))
                                        .filter(ordinal -> ordinal != SeenPerson.NO_VISIT)
                                        .map(String::valueOf);
                        case PathUnit.Runs runs -> person.value(event, runs.column());
                    };
            if (of.isPresent() && range.contains(person.time(event)) && there.test(event)) {
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

    List<Path> paths(SeenPerson person, Paths question) {
        Anchors anchors = question.anchors();
        List<EventFilter> filters = new ArrayList<>();
        anchors.start().ifPresent(filters::add);
        anchors.end().ifPresent(filters::add);
        List<Path> paths = new ArrayList<>();
        for (List<Integer> unit : units(person, filters)) {
            path(person, unit, question).ifPresent(paths::add);
        }
        return paths;
    }

    private Optional<Path> path(SeenPerson person, List<Integer> unit, Paths question) {
        Anchors anchors = question.anchors();
        int depth = question.depth();
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
        boolean last =
                question.backward() || (anchors.end().isPresent() && anchors.start().isEmpty());
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
        List<Integer> starts = matching(person, unit, anchors.start());
        List<Integer> ends = matching(person, unit, anchors.end());
        if ((anchors.start().isPresent() && starts.isEmpty())
                || (anchors.end().isPresent() && ends.isEmpty())) {
            return Optional.empty();
        }
        Optional<Integer> start = starts.stream().findFirst();
        Optional<Integer> end = ends.reversed().stream().findFirst();
        if (start.isPresent() && start.equals(end)) {
            int both = start.get();
            Optional<Integer> otherEnd = otherOfMoment(person, ends.reversed(), both);
            Optional<Integer> otherStart = otherOfMoment(person, starts, both);
            if (otherEnd.isPresent()) {
                end = otherEnd;
            } else if (otherStart.isPresent()) {
                start = otherStart;
            } else {
                return Optional.empty();
            }
        }
        if (start.isPresent()
                && end.isPresent()
                && person.time(end.get()) < person.time(start.get())) {
            return Optional.empty();
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

    private static List<Integer> matching(
            SeenPerson person, List<Integer> unit, Optional<EventFilter> anchor) {
        return anchor.isEmpty()
                ? List.of()
                : unit.stream().filter(event -> person.matches(event, anchor.get())).toList();
    }

    private static Optional<Integer> otherOfMoment(
            SeenPerson person, List<Integer> events, int both) {
        return events.stream()
                .filter(event -> event != both && person.time(event) == person.time(both))
                .findFirst();
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
            boolean id = part.matches("\\d+|(?=.*\\d)[0-9a-fA-F-]{8,}");
            parts.add(id ? "*" : part);
        }
        return String.join("/", parts);
    }

    /// Everybody's paths.
    static List<Path> all(List<SeenPerson> people, Paths question, Context context) {
        JourneyPaths reader = new JourneyPaths(question.reading(), context);
        List<Path> paths = new ArrayList<>();
        for (SeenPerson person : people) {
            paths.addAll(reader.paths(person, question));
        }
        return paths;
    }
}
