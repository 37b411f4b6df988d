package io.sojourn.journey.segment;

import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/// A criterion compiled for one scan; shared by the threads that fold it, each of which starts a test of its own.
///
/// @param withoutEvents what it says of a person of whom no event is kept
/// @param cost of a test against others; the cheapest of several goes first
record Plan(Truth withoutEvents, int cost, Function<Starting, Test> maker) {

    /// Costs of tests: of what a person carries, per event, per event with a choice.
    static final int OF_PERSON = 1;

    static final int OF_EVENTS = 10;
    static final int OF_ORDER = 100;

    private static final Comparator<Plan> CHEAPEST_FIRST = Comparator.comparingInt(Plan::cost);

    enum Truth {
        NEVER,
        DEPENDS,
        ALWAYS;

        static Truth of(boolean value) {
            return value ? ALWAYS : NEVER;
        }

        Truth not() {
            return switch (this) {
                case NEVER -> ALWAYS;
                case DEPENDS -> DEPENDS;
                case ALWAYS -> NEVER;
            };
        }
    }

    /// Says of one person whether the criterion holds. Keeps scratch: one thread.
    @FunctionalInterface
    interface Test {
        boolean of(JourneyBatch batch, int person);
    }

    /// The tests of one thread.
    static final class Starting {
        private final OpenScan open;
        private final IdentityHashMap<Plan, Test> shared = new IdentityHashMap<>();

        Starting(OpenScan open) {
            this.open = open;
        }

        OpenScan open() {
            return open;
        }

        Test start(Plan plan) {
            return plan.maker.apply(this);
        }

        /// The same test for the same plan, asked once per person however often it occurs.
        Test startOnce(Plan plan) {
            Test known = shared.get(plan);
            if (known == null) {
                known = new Once(start(plan));
                shared.put(plan, known);
            }
            return known;
        }
    }

    private static final class Once implements Test {
        private final Test test;
        private long person = Long.MIN_VALUE;
        private boolean last;

        Once(Test test) {
            this.test = test;
        }

        @Override
        public boolean of(JourneyBatch batch, int at) {
            if (person != batch.person()[at]) {
                last = test.of(batch, at);
                person = batch.person()[at];
            }
            return last;
        }
    }

    static Plan nobody() {
        return new Plan(Truth.NEVER, 0, starting -> (batch, person) -> false);
    }

    static Plan not(Plan plan) {
        return new Plan(
                plan.withoutEvents.not(),
                plan.cost,
                starting -> {
                    Test test = starting.start(plan);
                    return (batch, person) -> !test.of(batch, person);
                });
    }

    /// @param all whether all must hold, or any
    static Plan of(boolean all, List<Plan> plans) {
        List<Plan> ordered = plans.stream().sorted(CHEAPEST_FIRST).toList();
        Truth decisive = Truth.of(!all);
        Truth withoutEvents = Truth.of(all);
        for (Plan plan : plans) {
            if (plan.withoutEvents == decisive) {
                withoutEvents = decisive;
            } else if (plan.withoutEvents == Truth.DEPENDS && withoutEvents != decisive) {
                withoutEvents = Truth.DEPENDS;
            }
        }
        return new Plan(
                withoutEvents,
                plans.stream().mapToInt(Plan::cost).sum(),
                starting -> {
                    Test[] tests = ordered.stream().map(starting::start).toArray(Test[]::new);
                    return (batch, person) -> {
                        for (Test test : tests) {
                            if (test.of(batch, person) != all) {
                                return !all;
                            }
                        }
                        return all;
                    };
                });
    }

    /// One that occurs in several places.
    static Plan shared(Plan plan) {
        return new Plan(plan.withoutEvents, plan.cost, starting -> starting.startOnce(plan));
    }
}
