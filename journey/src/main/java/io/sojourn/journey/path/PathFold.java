package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.stream.Stream;

/// The fold that all answers about paths share: it reads the paths, an accumulator counts them.
///
/// @param <A> accumulator
/// @param <R> result
abstract class PathFold<A extends PathFold.Counts, R> implements Analysis<A, R> {

    /// Counts paths; one thread.
    abstract static class Counts {
        private final PathWalker walker;
        private final PathCutter path;
        private final UnitWalker.Sink sink;
        private long people;
        private long paths;
        private int last;

        Counts(PathFold<?, ?> fold, OpenScan open, Stop stop) {
            this.walker = new PathWalker(fold.paths, open, stop);
            this.path = new PathCutter(fold.question, fold.paths, walker);
            this.sink = this::unit;
        }

        private void unit() {
            if (path.cut()) {
                paths++;
                if (last != walker.ordinal()) {
                    last = walker.ordinal();
                    people++;
                }
                count(path, walker.ordinal());
            }
        }

        /// @param person at least 1, another one for every person
        abstract void count(PathCutter path, int person);

        long person() {
            return walker.person();
        }

        ItemReader items() {
            return walker.items();
        }

        long people() {
            return people;
        }

        long paths() {
            return paths;
        }

        void addTotals(Counts other) {
            people += other.people;
            paths += other.paths;
        }
    }

    private final Paths question;
    private final PathScan paths;

    PathFold(Paths question, Context context) {
        this.question = question;
        this.paths =
                PathScan.of(
                        question.reading(),
                        Stream.<EventFilter>concat(
                                        question.anchors().start().stream(),
                                        question.anchors().end().stream())
                                .toList(),
                        context);
    }

    Paths question() {
        return question;
    }

    @Override
    public JourneyScan scan() {
        return paths.scan();
    }

    @Override
    public void fold(A counts, JourneyBatch batch) {
        ((Counts) counts).walker.walk(batch, ((Counts) counts).sink);
    }
}
