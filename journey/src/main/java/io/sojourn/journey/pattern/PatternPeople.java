package io.sojourn.journey.pattern;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;

/// Opens the people in whose journeys a pattern occurs.
public final class PatternPeople extends PatternFold<PatternPeople.Found, PersonSet> {

    public PatternPeople(PathPattern question, Context context) {
        super(question, context);
    }

    /// Those found so far.
    public static final class Found extends PatternFold.Finds {
        private final PersonSet.Builder people = new PersonSet.Builder();

        Found(PatternPeople fold, Stop stop) {
            super(fold, stop);
        }

        @Override
        void found(long person, Matcher occurrence) {
            people.add(person);
        }
    }

    @Override
    public Found start(OpenScan open, Stop stop) {
        return new Found(this, stop);
    }

    @Override
    public void merge(Found into, Found other) {
        into.people.addAll(other.people);
    }

    @Override
    public PersonSet finish(Found found, OpenScan open) {
        return found.people.build();
    }
}
