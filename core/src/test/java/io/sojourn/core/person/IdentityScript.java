package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A history written as text, one step a line, run by [Identity] and by [IdentityOracle] side by side.
///
/// ```
/// settings emails=2 cookies=3 custom=2 idle-days=30 kinds=id,account,email,cookie
/// 10   cookie=d1 email=a@x  => person 1 visitor 1    a request at event time 10
/// 31d  cookie=d1            => person 1 inferred
/// at 5 cookie=d1            => person 1              whom it leads to, without effect; `nobody`
/// merge 1 2                 => person 1              by hand; `refused`
/// unmerge 1: 3 4            => person 3
/// delete 1                  => done
/// person 1                  => visitors 1 2 5
/// retired                   => visitors 4
/// ```
/// Visitors are numbered from 1 in the order in which they came to be; a person has the lowest number among its visitors.
public final class IdentityScript {

    private final InMemoryPeople people = new InMemoryPeople();
    private IdentitySettings settings = IdentitySettings.DEFAULT;
    private final IdentityOracle oracle = new IdentityOracle(settings);
    private long arrival;

    /// Runs the lines and checks what each says.
    ///
    /// @return number of checks
    public static int run(List<String> lines) {
        IdentityScript script = new IdentityScript();
        int checks = 0;
        for (String line : lines) {
            if (line.startsWith("settings ")) {
                script.settings(line.substring(9));
                continue;
            }
            String[] sides = line.split(" *=> *", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("not 'step => result': " + line);
            }
            String expected = sides[1].strip();
            String actual = script.step(sides[0].strip());
            assertThat(expected.contains(" visitor ") ? actual : withoutVisitor(actual))
                    .as(line)
                    .isEqualTo(expected);
            IdentityInvariants.check(script.people);
            IdentityComparison.check(script.people, script.oracle);
            checks++;
        }
        return checks;
    }

    private static String withoutVisitor(String result) {
        return result.replaceFirst(" visitor \\d+", "");
    }

    private Identity identity() {
        return new Identity(people, settings);
    }

    private String step(String step) {
        arrival++;
        String[] words = step.split("[: ]+", -1);
        return switch (words[0]) {
            case "at" -> find(identifiers(words, 2), time(words[1]));
            case "merge" -> merge(Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "unmerge" -> unmerge(Long.parseLong(words[1]), numbers(words, 2));
            case "delete" -> delete(Long.parseLong(words[1]));
            case "person" -> members(Long.parseLong(words[1]));
            case "retired" -> visitors(people.all().stream().filter(Visitor::retired).toList());
            default -> request(identifiers(words, 1), time(words[0]), step);
        };
    }

    private String request(List<Identifier> identifiers, long time, String step) {
        Identity.Resolution resolution = identity().resolve(identifiers, time, arrival);
        IdentityOracle.Answer answer = oracle.request(identifiers, time, arrival);
        Visitor visitor = resolution.visitor();
        assertThat(
                        new IdentityOracle.Answer(
                                visitor.number(), visitor.person(), resolution.inferred()))
                .as(step + ", identity and oracle")
                .isEqualTo(answer);
        return "person "
                + visitor.person()
                + " visitor "
                + visitor.number()
                + (resolution.inferred() ? " inferred" : "");
    }

    private String find(List<Identifier> identifiers, long time) {
        Optional<Visitor> found = identity().find(identifiers, time);
        assertThat(found.map(Visitor::person).orElse(IdentityOracle.NOBODY))
                .isEqualTo(oracle.whose(identifiers, time));
        return found.map(visitor -> "person " + visitor.person()).orElse("nobody");
    }

    private String merge(long person, long other) {
        if (identity().mergeObstacle(person, other).isPresent()) {
            assertThat(oracle.merge(person, other, 0)).isEqualTo(IdentityOracle.NOBODY);
            return "refused";
        }
        long merged = identity().mergeByHand(person, other, new Identity.ByHand(1, 0, 0));
        assertThat(merged).isEqualTo(oracle.merge(person, other, 0));
        return "person " + merged;
    }

    private String unmerge(long person, Set<Long> detached) {
        identity().unmerge(person, detached, arrival, new Identity.ByHand(1, 2, 0));
        oracle.unmerge(person, detached);
        return "person " + detached.iterator().next();
    }

    private String delete(long person) {
        people.delete(person);
        oracle.delete(person);
        return "done";
    }

    private String members(long person) {
        List<Visitor> members = people.members(person);
        return members.isEmpty() ? "nobody" : visitors(members);
    }

    private static String visitors(List<Visitor> visitors) {
        StringBuilder text = new StringBuilder("visitors");
        visitors.forEach(visitor -> text.append(' ').append(visitor.number()));
        return text.toString();
    }

    private void settings(String text) {
        IdentitySettings old = settings;
        List<String> kinds = old.kinds();
        int idleDays = old.inferredIdleDays();
        int emails = old.emailsMax();
        int custom = old.customMax();
        int cookies = old.cookiesMax();
        for (String word : text.strip().split(" +", -1)) {
            String[] pair = word.split("=", -1);
            switch (pair[0]) {
                case "kinds" -> kinds = List.of(pair[1].split(","));
                case "idle-days" -> idleDays = Integer.parseInt(pair[1]);
                case "emails" -> emails = Integer.parseInt(pair[1]);
                case "custom" -> custom = Integer.parseInt(pair[1]);
                case "cookies" -> cookies = Integer.parseInt(pair[1]);
                default -> throw new IllegalArgumentException("no such setting: " + word);
            }
        }
        settings =
                new IdentitySettings(kinds, old.blockedValues(), idleDays, emails, custom, cookies);
        oracle.settings(settings);
    }

    private List<Identifier> identifiers(String[] words, int from) {
        List<Identifier> identifiers = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(from, words.length)) {
            String[] pair = word.split("=", -1);
            if (pair.length != 2) {
                throw new IllegalArgumentException("not kind=value: " + word);
            }
            identifiers.add(new Identifier(pair[0], pair[1]));
        }
        identifiers.sort(Comparator.comparingInt(identifier -> settings.rank(identifier.kind())));
        return identifiers;
    }

    private static Set<Long> numbers(String[] words, int from) {
        Set<Long> numbers = new TreeSet<>();
        for (String word : Arrays.asList(words).subList(from, words.length)) {
            numbers.add(Long.parseLong(word));
        }
        return numbers;
    }

    private static long time(String word) {
        return word.endsWith("d")
                ? Long.parseLong(word.substring(0, word.length() - 1)) * 86_400_000L
                : Long.parseLong(word);
    }
}
