package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.pattern.Element;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.pattern.PatternResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where events follow each other in a certain way: every beginning is tried, every part as short as it can be.
public final class PatternOracle {

    private final PathPattern question;

    private PatternOracle(PathPattern question) {
        this.question = question;
    }

    public static PatternResult answer(
            List<Journey> journeys, PathPattern question, Context context) {
        return new PatternOracle(question).result(journeys, context);
    }

    private PatternResult result(List<Journey> journeys, Context context) {
        Reading reading = Reading.EVERYTHING.by(question.unit()).in(question.range());
        List<List<Long>> found = new ArrayList<>();
        long people = 0;
        for (SeenPerson person :
                SeenPerson.all(journeys, context, JourneyPaths.cut(question.unit(), context))) {
            int before = found.size();
            for (List<Integer> unit : units(new JourneyPaths(reading, context), person)) {
                found.addAll(occurrences(person, unit));
            }
            people += found.size() > before ? 1 : 0;
        }
        List<PatternResult.Seconds> gaps = new ArrayList<>();
        for (int i = 1; i < question.expression().singles().size(); i++) {
            int single = i;
            gaps.add(
                    seconds(
                            found.stream()
                                    .map(times -> times.get(single) - times.get(single - 1))
                                    .toList()));
        }
        return new PatternResult(
                people,
                found.size(),
                gaps,
                seconds(found.stream().map(times -> times.getLast() - times.getFirst()).toList()));
    }

    private PatternResult.Seconds seconds(List<Long> millis) {
        return new PatternResult.Seconds(
                millis.stream().mapToLong(one -> one).average().orElse(Double.NaN) / 1_000,
                question.medians() ? JourneyOracle.medianOf(millis) : Double.NaN);
    }

    private boolean takesPart(SeenPerson person, int event) {
        return question.conditions().stream()
                .anyMatch(condition -> person.matches(event, condition.events()));
    }

    /// Units of the events that take part: all others are as if they were not.
    private List<List<Integer>> units(JourneyPaths reader, SeenPerson person) {
        return reader.units(person, event -> takesPart(person, event));
    }

    /// Times of the single events of each occurrence, without overlap.
    private List<List<Long>> occurrences(SeenPerson person, List<Integer> unit) {
        List<List<Long>> found = new ArrayList<>();
        int from = 0;
        while (from < unit.size()) {
            Optional<List<Integer>> ends = goOn(person, unit, 0, from - 1, new HashSet<>());
            if (ends.isEmpty()) {
                from++;
            } else {
                List<Long> times = new ArrayList<>();
                for (int i = 0; i < question.expression().elements().size(); i++) {
                    if (question.expression().elements().get(i).count() == Element.Count.ONE) {
                        times.add(person.time(unit.get(ends.get().get(i))));
                    }
                }
                found.add(times);
                from = ends.get().getLast() + 1;
            }
        }
        return found;
    }

    /// Where each element from one on ends, as early as those behind it allow.
    ///
    /// @param last place of the event matched before; the first element stands right behind it
    /// @param vain what was tried before
    private Optional<List<Integer>> goOn(
            SeenPerson person, List<Integer> unit, int index, int last, Set<List<Integer>> vain) {
        List<Element> elements = question.expression().elements();
        if (index == elements.size()) {
            return Optional.of(List.of());
        }
        if (!vain.add(List.of(index, last))) {
            return Optional.empty();
        }
        for (int end : ends(person, unit, elements.get(index), last, index == 0)) {
            Optional<List<Integer>> rest = goOn(person, unit, index + 1, end, vain);
            if (rest.isPresent()) {
                List<Integer> all = new ArrayList<>(List.of(end));
                all.addAll(rest.get());
                return Optional.of(all);
            }
        }
        return Optional.empty();
    }

    /// Places at which an element may end, in order; that of the event before where it takes none.
    private List<Integer> ends(
            SeenPerson person, List<Integer> unit, Element element, int last, boolean first) {
        List<Integer> ends = new ArrayList<>();
        if (!first && !element.gap().next()) {
            for (int i = last + 1; i < unit.size(); i++) {
                long since = person.time(unit.get(i)) - person.time(unit.get(last));
                if (takes(element, person, unit.get(i))
                        && element.gap().minMillis() <= since
                        && since <= element.gap().maxMillis()) {
                    ends.add(i);
                }
            }
            return ends;
        }
        if (element.count() == Element.Count.ANY || element.count() == Element.Count.OPTIONAL) {
            ends.add(last);
        }
        boolean many =
                element.count() == Element.Count.ANY || element.count() == Element.Count.SOME;
        for (int i = last + 1; i < unit.size() && takes(element, person, unit.get(i)); i++) {
            ends.add(i);
            if (!many) {
                break;
            }
        }
        return ends;
    }

    private boolean takes(Element element, SeenPerson person, int event) {
        boolean meets = false;
        for (int i = 0; i < question.conditions().size(); i++) {
            boolean named = (element.conditions() >>> i & 1) != 0;
            meets |= named && person.matches(event, question.conditions().get(i).events());
        }
        return meets != element.negated();
    }
}
