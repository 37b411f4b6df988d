package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.path.Footprints;
import io.sojourn.journey.path.FootprintsResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What people do between required steps: every unit's steps are found and what lies between is written down.
public final class FootprintsOracle {

    /// @param taken the event of each step that the unit came to
    /// @param prints items after each of these steps, to the next one or to the end
    private record Walk(SeenPerson person, List<Integer> taken, List<List<String>> prints) {

        boolean reaches(int step) {
            return taken.size() > step;
        }
    }

    private final Footprints question;
    private final JourneyPaths reader;
    private final List<Walk> walks = new ArrayList<>();

    private FootprintsOracle(List<Journey> journeys, Footprints question, Context context) {
        this.question = question;
        reader = new JourneyPaths(question.reading(), context);
        for (SeenPerson person :
                SeenPerson.all(
                        journeys, context, JourneyPaths.cut(question.reading().unit(), context))) {
            for (List<Integer> unit : reader.units(person, question.steps())) {
                walks.add(walk(person, unit));
            }
        }
    }

    public static FootprintsResult answer(
            List<Journey> journeys, Footprints question, Context context) {
        return new FootprintsOracle(journeys, question, context).result();
    }

    private Walk walk(SeenPerson person, List<Integer> unit) {
        List<Integer> taken = taken(person, unit);
        List<List<String>> prints = new ArrayList<>();
        for (int step = 0; step < taken.size(); step++) {
            int from = taken.get(step);
            int to = step + 1 < taken.size() ? taken.get(step + 1) : Integer.MAX_VALUE;
            List<String> between = new ArrayList<>();
            for (int event : unit) {
                if (event > from
                        && event < to
                        && !taken.contains(event)
                        && reader.isRead(person, event)) {
                    String item = reader.item(person, event);
                    if (!question.reading().collapse()
                            || between.isEmpty()
                            || !between.getLast().equals(item)) {
                        between.add(item);
                    }
                }
            }
            prints.add(between);
        }
        return new Walk(person, taken, prints);
    }

    /// Moment by moment as many steps as its events allow, each step the one that arrived first.
    private List<Integer> taken(SeenPerson person, List<Integer> unit) {
        List<Integer> taken = new ArrayList<>();
        List<Integer> left = new ArrayList<>(unit);
        while (!left.isEmpty() && taken.size() < question.steps().size()) {
            long time = person.time(left.getFirst());
            List<Integer> moment =
                    left.stream().filter(event -> person.time(event) == time).toList();
            left.removeAll(moment);
            int most = 0;
            for (int count = 1;
                    count <= moment.size() && taken.size() + count <= question.steps().size();
                    count++) {
                if (canServe(person, wanted(taken.size(), count), moment)) {
                    most = count;
                }
            }
            List<EventFilter> wanted = wanted(taken.size(), most);
            List<Integer> free = new ArrayList<>(moment);
            for (int i = 0; i < wanted.size(); i++) {
                for (int event : moment) {
                    List<Integer> others = new ArrayList<>(free);
                    boolean isFree = others.remove(Integer.valueOf(event));
                    if (isFree
                            && person.matches(event, wanted.get(i))
                            && canServe(person, wanted.subList(i + 1, wanted.size()), others)) {
                        taken.add(event);
                        free = others;
                        break;
                    }
                }
            }
        }
        return taken;
    }

    private List<EventFilter> wanted(int from, int count) {
        return question.steps().subList(from, from + count);
    }

    /// Whether each of these is served by an event of its own.
    private static boolean canServe(
            SeenPerson person, List<EventFilter> wanted, List<Integer> events) {
        if (wanted.isEmpty()) {
            return true;
        }
        for (int event : events) {
            if (person.matches(event, wanted.getFirst())) {
                List<Integer> others = new ArrayList<>(events);
                others.remove(Integer.valueOf(event));
                if (canServe(person, wanted.subList(1, wanted.size()), others)) {
                    return true;
                }
            }
        }
        return false;
    }

    // --- counting

    private List<Walk> that(Predicate<Walk> holds) {
        return walks.stream().filter(holds).toList();
    }

    private static Set<Long> people(List<Walk> some) {
        Set<Long> people = new LinkedHashSet<>();
        some.forEach(walk -> people.add(walk.person.person()));
        return people;
    }

    private FootprintsResult result() {
        List<FootprintsResult.Step> steps = new ArrayList<>();
        for (int i = 0; i < question.steps().size(); i++) {
            steps.add(step(i));
        }
        return new FootprintsResult(steps);
    }

    private FootprintsResult.Step step(int step) {
        List<Walk> came = that(walk -> walk.reaches(step));
        List<Walk> wentOn = that(walk -> walk.reaches(step + 1));
        List<Long> millis = new ArrayList<>();
        if (step > 0) {
            for (Walk walk : came) {
                millis.add(
                        walk.person.time(walk.taken.get(step))
                                - walk.person.time(walk.taken.get(step - 1)));
            }
        }
        boolean isLast = step == question.steps().size() - 1;
        Set<Long> dropped = people(came);
        dropped.removeAll(people(wentOn));
        List<FootprintsResult.Footprint> prints = new ArrayList<>();
        if (!isLast) {
            Set<String> items = new LinkedHashSet<>();
            came.forEach(walk -> items.addAll(walk.prints.get(step)));
            for (String item : items) {
                footprint(step, item, came, wentOn, dropped, prints);
            }
        }
        prints.sort(
                Comparator.comparingLong((FootprintsResult.Footprint one) -> -one.people())
                        .thenComparingLong(one -> -one.peopleDropped())
                        .thenComparing(FootprintsResult.Footprint::item));
        List<FootprintsResult.Footprint> shown = prints.stream().limit(question.top()).toList();
        return new FootprintsResult.Step(
                people(came).size(),
                came.size(),
                Values.share(people(came).size(), people(that(walk -> walk.reaches(0))).size()),
                millis.stream().mapToLong(one -> one).average().orElse(Double.NaN) / 1_000,
                question.medians() ? JourneyOracle.medianOf(millis) : Double.NaN,
                isLast ? 0 : dropped.size(),
                isLast
                        ? 0
                        : people(
                                        wentOn.stream()
                                                .filter(walk -> walk.prints.get(step).isEmpty())
                                                .toList())
                                .size(),
                shown,
                prints.size() - shown.size());
    }

    /// Adds the footprint if somebody went on or dropped with it.
    private static void footprint(
            int step,
            String item,
            List<Walk> came,
            List<Walk> wentOn,
            Set<Long> dropped,
            List<FootprintsResult.Footprint> prints) {
        List<Walk> with =
                wentOn.stream().filter(walk -> walk.prints.get(step).contains(item)).toList();
        long passes = 0;
        for (Walk walk : with) {
            passes += walk.prints.get(step).stream().filter(item::equals).count();
        }
        Set<Long> droppedWith =
                people(
                        came.stream()
                                .filter(walk -> dropped.contains(walk.person.person()))
                                .filter(walk -> walk.prints.get(step).contains(item))
                                .toList());
        if (!with.isEmpty() || !droppedWith.isEmpty()) {
            prints.add(
                    new FootprintsResult.Footprint(
                            item,
                            people(with).size(),
                            Values.share(people(with).size(), people(wentOn).size()),
                            passes,
                            droppedWith.size(),
                            Values.share(droppedWith.size(), dropped.size())));
        }
    }
}
