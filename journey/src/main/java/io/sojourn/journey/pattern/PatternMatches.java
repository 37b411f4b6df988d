package io.sojourn.journey.pattern;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Lists where a pattern occurs, person by person.
public final class PatternMatches extends PatternFold<PatternMatches.Found, List<PersonMatch>> {

    private static final int BYTES_EACH = 80;

    public PatternMatches(PathPattern question, Context context) {
        super(question, context);
    }

    /// Those found so far, the last one's occurrences still being counted.
    public static final class Found extends PatternFold.Finds {
        private final Stop stop;
        private final List<PersonMatch> matches = new ArrayList<>();

        Found(PatternMatches fold, Stop stop) {
            super(fold, stop);
            this.stop = stop;
        }

        @Override
        void found(long person, Matcher occurrence) {
            if (!matches.isEmpty() && matches.getLast().person() == person) {
                PersonMatch known = matches.removeLast();
                matches.add(new PersonMatch(person, known.occurrences() + 1, known.times()));
                return;
            }
            stop.take(BYTES_EACH + 24L * occurrence.singles(), "fewer people");
            List<Long> times =
                    IntStream.range(0, occurrence.singles()).mapToObj(occurrence::time).toList();
            matches.add(new PersonMatch(person, 1, times));
        }
    }

    @Override
    public Found start(OpenScan open, Stop stop) {
        return new Found(this, stop);
    }

    @Override
    public void merge(Found into, Found other) {
        into.matches.addAll(other.matches);
    }

    /// By person.
    @Override
    public List<PersonMatch> finish(Found found, OpenScan open) {
        return found.matches.stream()
                .sorted(Comparator.comparingLong(PersonMatch::person))
                .toList();
    }
}
