package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random histories, decided by [Identity] and by [IdentityOracle]; `-Dseed=` replays one.
class IdentityRandomTest {

    private static final int HISTORIES = 150;
    private static final int HISTORIES_LONG = 4_000;
    private static final int STEPS_MAX = 40;
    private static final long DAY_MILLIS = 86_400_000L;

    private static final List<List<String>> RANKINGS =
            List.of(
                    List.of("id", "email", "cookie"),
                    List.of("id", "email", "cookie"),
                    List.of("id", "account", "email", "cookie"),
                    List.of("id", "account", "phone", "email", "cookie"),
                    List.of("account", "id", "email", "cookie"));

    @Test
    void everyStepOfARandomHistoryIsAsTheTextSays() {
        rounds(HISTORIES);
    }

    @Test
    @Tag("slow")
    void everyStepOfManyRandomHistoriesIsAsTheTextSays() {
        rounds(HISTORIES_LONG);
    }

    private static void rounds(int histories) {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("IdentityRandomTest -Dseed=" + seed);
        Tally tally = new Tally();
        for (int history = 0; history < histories; history++) {
            History run = new History(new Random(seed + history), tally);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "-Dseed="
                                + (seed + history)
                                + " (it is the first history then)\n"
                                + String.join("\n", run.told),
                        e);
            }
        }
        System.out.println("IdentityRandomTest " + tally);
        assertThat(tally.counts.keySet())
                .as("what the histories reached")
                .contains(
                        "merge",
                        "change of hands",
                        "retired",
                        "inferred",
                        "merged by hand",
                        "refused by hand",
                        "unmerged",
                        "deleted",
                        "late",
                        "tie",
                        "before the first owner");
    }

    private static final class Tally {
        private final Map<String, Integer> counts = new LinkedHashMap<>();

        void count(String what) {
            counts.merge(what, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }

    private static final class History {
        private final Random random;
        private final Tally tally;
        private final InMemoryPeople people = new InMemoryPeople();
        private final IdentityOracle oracle;
        private final IdentitySettings settings;
        private final boolean days;
        private final List<String> told = new ArrayList<>();
        private final Set<Long> times = new HashSet<>();

        History(Random random, Tally tally) {
            this.random = random;
            this.tally = tally;
            this.days = random.nextInt(4) == 0;
            this.settings =
                    new IdentitySettings(
                            RANKINGS.get(random.nextInt(RANKINGS.size())),
                            Set.of(),
                            days ? 1 + random.nextInt(3) : 0,
                            1 + random.nextInt(3),
                            1 + random.nextInt(2),
                            1 + random.nextInt(4));
            this.oracle = new IdentityOracle(settings);
            told.add(settings.toString());
        }

        void run() {
            int steps = 1 + random.nextInt(STEPS_MAX);
            for (int step = 1; step <= steps; step++) {
                int retirements = oracle.retirements();
                int changes = oracle.changesOfHands();
                int what = random.nextInt(20);
                if (what < 16 || people.persons().isEmpty()) {
                    request(step);
                } else if (what == 16) {
                    find();
                } else if (what == 17) {
                    mergeByHand();
                } else if (what == 18) {
                    unmerge(step);
                } else if (random.nextInt(3) == 0) {
                    delete();
                }
                count("retired", oracle.retirements() > retirements);
                count("change of hands", oracle.changesOfHands() > changes);
                IdentityInvariants.check(people);
                IdentityComparison.check(people, oracle);
                checkIds();
            }
        }

        private void count(String what, boolean happened) {
            if (happened) {
                tally.count(what);
            }
        }

        private void request(int step) {
            List<Identifier> identifiers = identifiers();
            long time = time();
            told.add(step + ": " + time + " " + identifiers);
            count("tie", times.contains(time));
            count("late", times.stream().anyMatch(earlier -> earlier > time));
            times.add(time);
            for (Identifier identifier : identifiers) {
                List<Visitor> known = people.intervals(identifier);
                count("before the first owner", !known.isEmpty() && known.getFirst().from() > time);
            }
            Identity.Resolution resolution = identity().resolve(identifiers, time, step);
            IdentityOracle.Answer answer = oracle.request(identifiers, time, step);
            told.add("   => " + resolution + ", oracle " + answer);
            count("merge", !resolution.merged().isEmpty());
            count("inferred", resolution.inferred());
            Visitor visitor = resolution.visitor();
            assertThat(
                            new IdentityOracle.Answer(
                                    visitor.number(), visitor.person(), resolution.inferred()))
                    .isEqualTo(answer);
            assertThat(visitor.identifier()).isEqualTo(identifiers.getFirst());
        }

        private void find() {
            List<Identifier> identifiers = identifiers();
            long time = time();
            told.add("find " + time + " " + identifiers);
            Optional<Visitor> found = identity().find(identifiers, time);
            assertThat(found.map(Visitor::person).orElse(IdentityOracle.NOBODY))
                    .isEqualTo(oracle.whose(identifiers, time));
        }

        private void mergeByHand() {
            long person = anyPerson();
            long other = anyPerson();
            if (person == other) {
                return;
            }
            long time = time();
            told.add("merge " + person + " " + other + " at " + time);
            boolean refused = identity().mergeObstacle(person, other).isPresent();
            count(refused ? "refused by hand" : "merged by hand", true);
            assertThat(refused).isEqualTo(oracle.haveTwoIds(person, other));
            if (!refused) {
                long merged =
                        identity().mergeByHand(person, other, new Identity.ByHand(1, time, 0));
                assertThat(merged).isEqualTo(oracle.merge(person, other, time));
                assertThat(merged).isEqualTo(Math.min(person, other));
            }
        }

        private void unmerge(int step) {
            long person = anyPerson();
            List<Visitor> members = new ArrayList<>(people.members(person));
            if (members.size() < 2) {
                return;
            }
            Collections.shuffle(members, random);
            Set<Long> detached = new TreeSet<>();
            members.subList(0, 1 + random.nextInt(members.size() - 1))
                    .forEach(visitor -> detached.add(visitor.number()));
            told.add("unmerge " + person + ": " + detached);
            count("unmerged", true);
            identity().unmerge(person, detached, step, new Identity.ByHand(1, 2, 0));
            oracle.unmerge(person, detached);
        }

        private void delete() {
            long person = anyPerson();
            told.add("delete " + person);
            count("deleted", true);
            people.delete(person);
            oracle.delete(person);
        }

        private void checkIds() {
            boolean idsLead = settings.kinds().getFirst().equals(Identifier.ID);
            for (long person : people.persons()) {
                List<Visitor> members = people.members(person);
                for (String kind : settings.kinds()) {
                    Set<String> values = new HashSet<>();
                    int live = 0;
                    for (Visitor visitor : members) {
                        if (visitor.identifier().kind().equals(kind)) {
                            values.add(visitor.identifier().value());
                            live += visitor.live() ? 1 : 0;
                        }
                    }
                    boolean twoIds = idsLead && kind.equals(Identifier.ID) && values.size() > 1;
                    if (live > settings.limit(kind) || twoIds) {
                        throw new AssertionError("too many of " + kind + ": " + members);
                    }
                }
            }
        }

        private Identity identity() {
            return new Identity(people, settings);
        }

        private long anyPerson() {
            List<Long> persons = people.persons();
            return persons.get(random.nextInt(persons.size()));
        }

        private long time() {
            return (random.nextInt(30) - 2) * (days ? DAY_MILLIS / 4 : 1);
        }

        private List<Identifier> identifiers() {
            List<Identifier> identifiers = new ArrayList<>();
            for (String kind : settings.kinds()) {
                int chance = kind.equals(Identifier.COOKIE) ? 60 : 40;
                if (random.nextInt(100) < chance) {
                    identifiers.add(new Identifier(kind, kind.charAt(0) + "" + random.nextInt(4)));
                }
            }
            return identifiers.isEmpty()
                    ? List.of(new Identifier(Identifier.COOKIE, "c" + random.nextInt(4)))
                    : identifiers;
        }
    }

    @Test
    void withoutAChangeOfHandsPeopleAreWhatRequestsConnectInAnyOrder() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("IdentityRandomTest order -Dseed=" + seed);
        int compared = 0;
        for (int history = 0; history < 500; history++) {
            compared += orders(new Random(seed + history), "-Dseed=" + (seed + history));
        }
        assertThat(compared).as("orders without a change of hands").isGreaterThan(500);
    }

    /// @return orders that were compared
    private static int orders(Random random, String seed) {
        record Request(List<Identifier> identifiers, long time) {}
        List<Request> requests = new ArrayList<>();
        int size = 2 + random.nextInt(7);
        for (int i = 0; i < size; i++) {
            List<Identifier> identifiers = new ArrayList<>();
            for (String kind : IdentitySettings.DEFAULT.kinds()) {
                if (random.nextInt(2) == 0) {
                    identifiers.add(new Identifier(kind, kind.charAt(0) + "" + random.nextInt(5)));
                }
            }
            if (!identifiers.isEmpty()) {
                requests.add(new Request(identifiers, random.nextInt(20)));
            }
        }
        List<List<Identifier>> links = requests.stream().map(Request::identifiers).toList();
        int compared = 0;
        for (int order = 0; order < 6; order++) {
            Collections.shuffle(requests, random);
            InMemoryPeople people = new InMemoryPeople();
            IdentityOracle oracle = new IdentityOracle(IdentitySettings.DEFAULT);
            for (int i = 0; i < requests.size(); i++) {
                Request request = requests.get(i);
                new Identity(people, IdentitySettings.DEFAULT)
                        .resolve(request.identifiers(), request.time(), i + 1);
                oracle.request(request.identifiers(), request.time(), i + 1);
            }
            if (oracle.changesOfHands() == 0) {
                assertThat(values(people)).as("%s %s", seed, requests).isEqualTo(connected(links));
                compared++;
            }
        }
        return compared;
    }

    private static Set<Set<Identifier>> values(InMemoryPeople people) {
        Set<Set<Identifier>> values = new HashSet<>();
        for (long person : people.persons()) {
            Set<Identifier> own = new HashSet<>();
            people.members(person).forEach(visitor -> own.add(visitor.identifier()));
            values.add(own);
        }
        return values;
    }

    private static Set<Set<Identifier>> connected(List<List<Identifier>> links) {
        List<Set<Identifier>> sets = new ArrayList<>();
        for (List<Identifier> link : links) {
            Set<Identifier> joined = new HashSet<>(link);
            sets.stream()
                    .filter(set -> link.stream().anyMatch(set::contains))
                    .forEach(joined::addAll);
            sets.removeIf(joined::containsAll);
            sets.add(joined);
        }
        return new HashSet<>(sets);
    }

    @Test
    void everyRequestAgainChangesNobody() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("IdentityRandomTest again -Dseed=" + seed);
        for (int round = 0; round < 300; round++) {
            Random random = new Random(seed + round);
            InMemoryPeople people = new InMemoryPeople();
            Identity identity = new Identity(people, IdentitySettings.DEFAULT);
            for (int step = 1; step < 12; step++) {
                List<Identifier> identifiers = new ArrayList<>();
                for (String kind : IdentitySettings.DEFAULT.kinds()) {
                    identifiers.add(new Identifier(kind, kind.charAt(0) + "" + random.nextInt(4)));
                }
                identifiers.subList(0, random.nextInt(3)).clear();
                identifiers.sort(
                        Comparator.comparingInt(
                                value -> IdentitySettings.DEFAULT.rank(value.kind())));
                long time = random.nextInt(20);
                identity.resolve(identifiers, time, step);
                Set<Set<Identifier>> before = values(people);
                long visitors = people.all().size();
                identity.resolve(identifiers, time, step + 100);
                assertThat(values(people)).as("-Dseed=%d", seed + round).isEqualTo(before);
                assertThat(people.all()).hasSize((int) visitors);
            }
        }
    }
}
