package io.sojourn.journey.segment;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.List;

/// Who belongs to each of several segments, in one scan. The sets are in the order of the criteria.
public final class MembershipAnalysis
        implements Analysis<MembershipAnalysis.Members, List<PersonSet>> {

    private final long asOf;
    private final List<Plan> plans;
    private final JourneyScan scan;

    /// @throws io.sojourn.core.problem.ProblemException where a segment is unknown or contains itself
    public MembershipAnalysis(Context context, Definitions definitions, List<Criterion> criteria) {
        JourneyScan.Builder builder = context.scan();
        Compiler compiler = new Compiler(context, definitions, builder);
        this.asOf = context.asOf();
        this.plans = criteria.stream().map(compiler::compile).toList();
        if (plans.stream().anyMatch(plan -> plan.withoutEvents() != Plan.Truth.NEVER)) {
            builder.everyone();
        }
        this.scan = builder.build();
    }

    /// The members that one thread has found.
    public static final class Members {
        /// What a set takes for a member at most.
        private static final int BYTES_EACH = 2;

        private static final int ADDED_AT_ONCE = 1 << 12;

        private final Plan.Test[] tests;
        private final PersonSet.Builder[] found;
        private final Stop stop;
        private int added;

        private Members(Plan.Test[] tests, Stop stop) {
            this.tests = tests;
            this.stop = stop;
            this.found = new PersonSet.Builder[tests.length];
            for (int i = 0; i < tests.length; i++) {
                found[i] = new PersonSet.Builder();
            }
        }

        private void add(int segment, long person) {
            found[segment].add(person);
            if (++added == ADDED_AT_ONCE) {
                added = 0;
                stop.take((long) BYTES_EACH * ADDED_AT_ONCE, "fewer people, or fewer segments");
            }
        }
    }

    @Override
    public JourneyScan scan() {
        return scan;
    }

    @Override
    public Members start(OpenScan open, Stop stop) {
        Plan.Starting starting = new Plan.Starting(open);
        return new Members(plans.stream().map(starting::start).toArray(Plan.Test[]::new), stop);
    }

    @Override
    public void fold(Members members, JourneyBatch batch) {
        for (int person = 0; person < batch.people(); person++) {
            if (batch.firstSeen()[person] <= asOf) {
                for (int i = 0; i < members.tests.length; i++) {
                    if (members.tests[i].of(batch, person)) {
                        members.add(i, batch.person()[person]);
                    }
                }
            }
        }
    }

    @Override
    public void merge(Members into, Members other) {
        for (int i = 0; i < into.found.length; i++) {
            into.found[i].addAll(other.found[i]);
        }
    }

    @Override
    public List<PersonSet> finish(Members members, OpenScan open) {
        List<PersonSet> sets = new ArrayList<>();
        for (PersonSet.Builder one : members.found) {
            sets.add(one.build());
        }
        return sets;
    }
}
