package io.sojourn.journey.pattern;

import io.sojourn.journey.Context;
import io.sojourn.journey.path.Durations;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.Optional;
import java.util.stream.IntStream;

/// Answers how often a pattern occurs.
public final class PatternAnalysis extends PatternFold<PatternAnalysis.Counts, PatternResult> {

    private static final double SECOND = 1_000;

    public PatternAnalysis(PathPattern question, Context context) {
        super(question, context);
    }

    /// What was counted so far.
    public static final class Counts extends PatternFold.Finds {
        private final boolean medians;
        private final Durations times;
        private final long[] millis;
        private long people;
        private long occurrences;
        private long last = -1;

        Counts(PatternAnalysis fold, Stop stop) {
            super(fold, stop);
            this.medians = fold.question().medians();
            this.times = new Durations(stop);
            this.millis = new long[fold.question().expression().singles().size()];
        }

        /// Number 0 is the time from the first to the last single event, the others are gaps.
        @Override
        void found(long person, Matcher occurrence) {
            occurrences++;
            if (person != last) {
                last = person;
                people++;
            }
            int singles = occurrence.singles();
            add(0, occurrence.time(singles - 1) - occurrence.time(0));
            for (int i = 1; i < singles; i++) {
                add(i, occurrence.time(i) - occurrence.time(i - 1));
            }
        }

        private void add(int owner, long gap) {
            millis[owner] += gap;
            if (medians) {
                times.add(owner, gap);
            }
        }
    }

    @Override
    public Counts start(OpenScan open, Stop stop) {
        return new Counts(this, stop);
    }

    @Override
    public void merge(Counts into, Counts other) {
        into.people += other.people;
        into.occurrences += other.occurrences;
        for (int i = 0; i < into.millis.length; i++) {
            into.millis[i] += other.millis[i];
        }
        into.times.addAll(other.times, IntStream.range(0, into.millis.length).toArray());
    }

    @Override
    public PatternResult finish(Counts counts, OpenScan open) {
        int owners = counts.millis.length;
        Optional<double[]> medians =
                counts.medians ? Optional.of(counts.times.medians(owners)) : Optional.empty();
        return new PatternResult(
                counts.people,
                counts.occurrences,
                IntStream.range(1, owners).mapToObj(i -> seconds(counts, i, medians)).toList(),
                seconds(counts, 0, medians));
    }

    private static PatternResult.Seconds seconds(
            Counts counts, int owner, Optional<double[]> medians) {
        return new PatternResult.Seconds(
                counts.occurrences == 0
                        ? Double.NaN
                        : counts.millis[owner] / SECOND / counts.occurrences,
                medians.map(all -> all[owner]).orElse(Double.NaN));
    }
}
