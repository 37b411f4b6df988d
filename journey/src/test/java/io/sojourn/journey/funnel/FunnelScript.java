package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.kit.Timelines;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Mode;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A funnel as text: its options, people with their events, and what is to come out.
final class FunnelScript {

    static final long BASE = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    private final Funnel.Builder funnel = new Funnel.Builder();
    private final List<String> people = new ArrayList<>();
    private final List<String> expectations = new ArrayList<>();
    private long asOf = Long.MAX_VALUE;

    private FunnelScript(List<String> lines) {
        for (String line : lines) {
            if (line.contains("=>")) {
                expectations.add(line);
            } else if (line.startsWith("steps ")) {
                Arrays.stream(line.split(",")).map(String::strip).forEach(this::option);
            } else {
                people.add(line);
            }
        }
    }

    /// @return expectations that held
    static int run(List<String> lines) {
        return new FunnelScript(lines).check();
    }

    static Context context(long asOf) {
        return new Context(
                asOf,
                Calendar.UTC,
                new VisitCut(VisitSettings.DEFAULT, Calendar.UTC.zone()),
                Optional.empty(),
                false);
    }

    private void option(String text) {
        String[] words = text.split("\\s+");
        String word = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "steps" ->
                    funnel.steps(
                            Arrays.stream(text.substring(6).split(">"))
                                    .map(one -> step(one.strip()))
                                    .toList());
            case "window" -> funnel.windowMillis(Timelines.millis(word));
            case "strict" -> {
                funnel.order(Order.STRICT);
                if (words.length > 2) {
                    funnel.among(event(words[2]));
                }
            }
            case "any" -> funnel.order(Order.ANY);
            case "ties" -> funnel.ties(Ties.valueOf(word.toUpperCase(Locale.ROOT)));
            case "tolerance" -> funnel.toleranceMillis(Timelines.millis(word));
            case "exclude" -> {
                String[] steps = words[2].split("-");
                funnel.exclusions(
                        List.of(
                                new Exclusion(
                                        event(word),
                                        Integer.parseInt(steps[0]),
                                        Integer.parseInt(steps[1]))));
            }
            case "hold" -> funnel.held(List.of(new Column(Column.Scope.EVENT, word)));
            case "by" -> funnel.breakdown(breakdown(List.of(words)));
            case "attempts" -> funnel.counting(Counting.ATTEMPTS);
            case "visits" -> funnel.counting(Counting.VISITS);
            case "range" -> {
                String[] ends = word.split("\\.\\.");
                funnel.range(
                        new Range.Between(
                                new TimeRange(
                                        BASE + Timelines.millis(ends[0]),
                                        BASE + Timelines.millis(ends[1]))));
            }
            case "complete" -> funnel.completeInRange(true);
            case "interval" -> funnel.interval(new Period(Unit.of(word).orElseThrow(), 1));
            case "mode" -> funnel.mode(Mode.valueOf(word.toUpperCase(Locale.ROOT)));
            case "asof" -> asOf = BASE + Timelines.millis(word);
            default -> throw new IllegalArgumentException("option " + text);
        }
    }

    private static Step step(String text) {
        boolean optional = text.endsWith("?");
        boolean anchored = text.endsWith("!");
        String name = optional || anchored ? text.substring(0, text.length() - 1) : text;
        return new Step(event(name), optional, anchored);
    }

    private static EventFilter event(String names) {
        return new EventFilter(
                Arrays.stream(names.split("\\|"))
                        .map(name -> new EventFilter.Choice(Optional.of(name), List.of()))
                        .toList());
    }

    private static Breakdown breakdown(List<String> words) {
        Attribution attribution = new Attribution.Entry();
        int top = 25;
        for (int i = 2; i < words.size(); i++) {
            switch (words.get(i)) {
                case "at" -> attribution = new Attribution.AtStep(Integer.parseInt(words.get(++i)));
                case "first" -> attribution = new Attribution.First();
                case "last" -> attribution = new Attribution.Last();
                case "top" -> top = Integer.parseInt(words.get(++i));
                default -> throw new IllegalArgumentException("breakdown " + words);
            }
        }
        return new Breakdown(
                List.of(new Column(Column.Scope.EVENT, words.get(1))), attribution, top);
    }

    private int check() {
        Map<String, Journey> journeys = Histories.read(String.join("\n", people), BASE);
        HistorySource source = new HistorySource(new ArrayList<>(journeys.values()));
        Funnel asked = funnel.build();
        try (Runner runner = new Runner(2)) {
            Asking asking = new Asking(runner, source, Stop.never());
            FunnelResult result = asked.ask(asking, context(asOf));
            Listing.countsAreLists(asked, asking, context(asOf), result);
            for (String expectation : expectations) {
                String[] sides = expectation.split("=>", 2);
                String what = sides[0].strip();
                String got =
                        what.startsWith("who ")
                                ? names(asked.people(asking, context(asOf), who(what)), journeys)
                                : numbers(result, what);
                assertThat(got).as(what).isEqualTo(sides[1].strip().replaceAll("\\s+", " "));
            }
        }
        return expectations.size();
    }

    private static FunnelCell who(String what) {
        String[] words = what.split("\\s+");
        return new FunnelCell(
                Group.EVERYONE,
                OptionalInt.empty(),
                words.length > 2 ? Integer.parseInt(words[2]) : 1,
                FunnelCell.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)));
    }

    private static String names(PersonSet people, Map<String, Journey> journeys) {
        return journeys.entrySet().stream()
                .filter(entry -> people.contains(entry.getValue().person()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    private static String numbers(FunnelResult result, String what) {
        String[] parts = what.split(":");
        String asked = parts[parts.length - 1].strip();
        Flow flow = flow(result, parts.length > 1 ? parts[0].strip() : "");
        return switch (asked) {
            case "reached" -> each(flow, step -> step.reached().count());
            case "people" -> each(flow, step -> step.reached().people());
            case "open" -> each(flow, step -> step.open().count());
            case "dropped" -> each(flow, step -> step.dropped().count());
            case "excluded" -> Long.toString(flow.excluded().count());
            case "seconds" ->
                    flow.steps().stream()
                            .skip(1)
                            .map(step -> step.fromPrevious().mean())
                            .map(mean -> mean.isNaN() ? "-" : Long.toString(Math.round(mean)))
                            .collect(Collectors.joining(" "));
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static String each(Flow flow, Function<FunnelResult.Step, Long> number) {
        return flow.steps().stream()
                .map(number)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private static Flow flow(FunnelResult result, String place) {
        if (place.isEmpty()) {
            return result.rows().getFirst().all();
        }
        if (place.matches("\\d+")) {
            return result.rows().getFirst().intervals().get(Integer.parseInt(place) - 1).flow();
        }
        Group group =
                switch (place) {
                    case "rest" -> Group.REST;
                    case "none" -> new Group(List.of(Optional.empty()), false);
                    default -> new Group(List.of(Optional.of(place)), false);
                };
        return result.rows().stream()
                .filter(row -> row.group().equals(group))
                .findFirst()
                .orElseThrow()
                .all();
    }
}
