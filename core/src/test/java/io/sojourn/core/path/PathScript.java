package io.sojourn.core.path;

import io.sojourn.core.path.PathItem.Statement;
import io.sojourn.core.path.PathOracle.PathEvent;
import io.sojourn.core.path.PathOracle.PathPerson;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a project is told, as text: a line an item, then questions with their answers.
///
/// ```
/// 10:00 event pv event-id=x cookie=d1 .plan=free +name=Ann      received 10:00; .event and +person properties
/// 10:01 update event-id=x .plan=pro duration=65000
/// 1d10:02 ping cookie=d1                                        a day later
/// 10:03 event buy email=a@x at=09:00 standalone bot             happened at 09:00
/// merge 1 2 | unmerge 1: 2 | delete 1                           by hand
/// event pv        => plan=pro duration=65000 until=10:02
/// count duplicate => 1
/// person 1        => name=Ann
/// first 1         => name=Ann
/// visits 1        => pv buy | pv2
/// ```
public final class PathScript {

    private static final long SECOND_MILLIS = 1_000;
    private static final long DAY_MILLIS = 86_400_000;

    /// @param items in the order of arrival; the one at index i has the event id `(i + 1) * 1024`
    /// @param answers question -> answer, asked after all items
    public record Script(List<PathItem> items, Map<String, String> answers) {}

    private PathScript() {}

    public static long arrival(int index) {
        return (index + 1) * 1024L;
    }

    public static Script parse(List<String> lines) {
        List<PathItem> items = new ArrayList<>();
        Map<String, String> answers = new LinkedHashMap<>();
        long received = 0;
        for (String line : lines) {
            String[] sides = line.split(" *=> *", -1);
            if (sides.length == 2) {
                answers.put(sides[0].strip().replaceAll(" +", " "), sides[1].strip());
            } else {
                PathItem item = item(line, received);
                items.add(item);
                received = item.received();
            }
        }
        if (items.isEmpty() || answers.isEmpty()) {
            throw new IllegalArgumentException("nothing told or nothing asked: " + lines);
        }
        return new Script(items, answers);
    }

    private static PathItem item(String line, long received) {
        List<String> words = List.of(line.strip().split(" +", -1));
        return switch (words.getFirst()) {
            case "merge" ->
                    new PathItem.Merge(received, number(words.get(1)), number(words.get(2)));
            case "unmerge" -> {
                TreeSet<Long> visitors = new TreeSet<>();
                words.subList(2, words.size()).forEach(word -> visitors.add(number(word)));
                yield new PathItem.Unmerge(received, number(words.get(1)), visitors);
            }
            case "delete" -> new PathItem.Delete(received, number(words.get(1)));
            default -> statement(words);
        };
    }

    private static long number(String word) {
        return Long.parseLong(word.replace(":", ""));
    }

    private static Statement statement(List<String> words) {
        PathItem.Kind kind = PathItem.Kind.valueOf(words.get(1).toUpperCase(java.util.Locale.ROOT));
        String name = kind == PathItem.Kind.EVENT ? words.get(2) : "";
        Map<String, String> envelope = new HashMap<>();
        List<Identifier> identifiers = new ArrayList<>();
        Map<String, Value> event = new LinkedHashMap<>();
        Map<String, Value> person = new LinkedHashMap<>();
        for (String word : words.subList(kind == PathItem.Kind.EVENT ? 3 : 2, words.size())) {
            List<String> pair = Arrays.asList(word.split("=", 2));
            String key = pair.getFirst();
            String text = pair.getLast();
            switch (key) {
                case "event-id", "at", "duration", "standalone", "bot" -> envelope.put(key, text);
                case "id", "email", "cookie" -> identifiers.add(new Identifier(key, text));
                default -> {
                    if (!key.startsWith(".") && !key.startsWith("+")) {
                        throw new IllegalArgumentException("what is " + word + "?");
                    }
                    (key.startsWith(".") ? event : person)
                            .put(key.substring(1).replace('_', ' '), value(text));
                }
            }
        }
        identifiers.sort(
                Comparator.comparingInt(value -> IdentitySettings.DEFAULT.rank(value.kind())));
        return new Statement(
                kind,
                time(words.getFirst()),
                name,
                envelope.containsKey("at")
                        ? time(envelope.getOrDefault("at", ""))
                        : PathItem.NO_TIME,
                envelope.getOrDefault("event-id", ""),
                identifiers,
                event,
                person,
                Long.parseLong(envelope.getOrDefault("duration", "-1")),
                envelope.containsKey("standalone"),
                envelope.containsKey("bot"));
    }

    private static Value value(String text) {
        return Double.isNaN(Value.string(text).number()) ? Value.string(text) : Value.number(text);
    }

    /// `[days]dHH:MM[:SS]` since 1970.
    public static long time(String text) {
        List<String> days = List.of(text.split("d", -1));
        long millis = days.size() == 1 ? 0 : Long.parseLong(days.getFirst()) * DAY_MILLIS;
        long unit = 3_600 * SECOND_MILLIS;
        for (String part : days.getLast().split(":", -1)) {
            millis += Long.parseLong(part) * unit;
            unit /= 60;
        }
        return millis;
    }

    /// The other way round.
    public static String clock(long time) {
        long days = Math.floorDiv(time, DAY_MILLIS);
        long seconds = Math.floorMod(time, DAY_MILLIS) / SECOND_MILLIS;
        String clock =
                "%s%02d:%02d"
                        .formatted(days == 0 ? "" : days + "d", seconds / 3600, seconds / 60 % 60);
        return seconds % 60 == 0 ? clock : clock + ":%02d".formatted(seconds % 60);
    }

    /// Answers a question from what came out, whoever made it.
    public static String answer(
            String question, List<PathPerson> people, Map<String, Integer> counts) {
        List<String> words = List.of(question.split(" ", -1));
        return switch (words.getFirst()) {
            case "count" -> String.valueOf(counts.getOrDefault(words.get(1), 0));
            case "event" ->
                    people.stream()
                            .flatMap(person -> person.events().stream())
                            .filter(event -> event.name().equals(words.get(1)))
                            .map(PathScript::text)
                            .findFirst()
                            .orElse("none");
            case "person" -> properties(person(people, words.get(1)).properties());
            case "first" -> properties(person(people, words.get(1)).firstProperties());
            case "visits" -> visits(person(people, words.get(1)));
            default -> throw new IllegalArgumentException("no such question: " + question);
        };
    }

    private static PathPerson person(List<PathPerson> people, String number) {
        return people.stream()
                .filter(person -> person.number() == Long.parseLong(number))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no person " + number + " in " + people));
    }

    private static String text(PathEvent event) {
        String properties = properties(event.properties());
        return (properties.isEmpty() ? "" : properties + " ")
                + "until="
                + clock(event.activeUntil())
                + (event.clamped() ? " clamped" : "")
                + (event.inferred() ? " inferred" : "");
    }

    private static String properties(Map<String, Value> properties) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties)
                .forEach(
                        (key, value) ->
                                text.append(text.isEmpty() ? "" : " ")
                                        .append(key.replace(' ', '_'))
                                        .append('=')
                                        .append(value.text()));
        return text.toString();
    }

    private static String visits(PathPerson person) {
        Map<Long, String> names = new HashMap<>();
        person.events().forEach(event -> names.put(event.id(), event.name()));
        return String.join(
                " | ",
                VisitOracle.visits(
                                ProjectSettings.DEFAULT.visits(),
                                ProjectSettings.DEFAULT.zone(),
                                person.events())
                        .stream()
                        .map(ids -> String.join(" ", ids.stream().map(names::get).toList()))
                        .toList());
    }
}
