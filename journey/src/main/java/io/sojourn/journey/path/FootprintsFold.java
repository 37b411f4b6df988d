package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// The fold that all answers about required steps and footprints share. Each person's units are walked twice: how far
/// the person came in the best of them decides what those count for who dropped.
///
/// @param <A> accumulator
/// @param <R> result
abstract class FootprintsFold<A extends FootprintsFold.Counts, R> implements Analysis<A, R> {

    /// Told what the steps of one person's units are and what lies between them; one thread.
    abstract static class Counts {
        private final PathWalker walker;
        private final StepTaker steps;
        private final boolean collapse;
        private final int count;
        private final UnitWalker.Sink measure = this::measure;
        private final UnitWalker.Sink tell = this::tell;
        private int best;
        private long path;

        Counts(FootprintsFold<?, ?> fold, OpenScan open, Stop stop) {
            this.walker = new PathWalker(fold.paths, open, stop);
            this.steps = new StepTaker(fold.paths, walker);
            this.collapse = fold.question.reading().collapse();
            this.count = fold.question.steps().size();
        }

        private void batch(JourneyBatch batch) {
            walker.open(batch);
            for (int i = 0; i < batch.people(); i++) {
                best = 0;
                walker.walk(i, measure);
                if (best > 0) {
                    walker.again(i, tell);
                }
            }
        }

        private void measure() {
            steps.take();
            best = Math.max(best, steps.level());
        }

        private void tell() {
            steps.take();
            int level = steps.level();
            path++;
            for (int step = 0; step < level; step++) {
                reached(step, step == 0 ? 0 : time(step) - time(step - 1));
                if (step + 1 < level) {
                    int found = found(step, steps.row(step + 1), false);
                    if (found == 0) {
                        direct(step);
                    }
                }
            }
            if (level > 0 && level == best && level < count) {
                dropped(level - 1);
                found(level - 1, walker.to(), true);
            }
        }

        private long time(int step) {
            return walker.time(steps.row(step));
        }

        private int found(int step, int to, boolean dropped) {
            int last = -1;
            int found = 0;
            for (int row = steps.row(step) + 1; row < to; row++) {
                if (walker.isOf(row) && walker.isRead(row) && !steps.isStep(row)) {
                    int item = walker.item(row);
                    if (!collapse || item != last) {
                        footprint(step, item, dropped);
                        found++;
                    }
                    last = item;
                }
            }
            return found;
        }

        /// @param step counted from 0
        abstract void reached(int step, long millis);

        /// Told of every path that came as far as its person's best.
        abstract void dropped(int step);

        abstract void direct(int step);

        abstract void footprint(int step, int item, boolean dropped);

        long person() {
            return walker.person();
        }

        /// At least 1, another one for every person.
        int ordinal() {
            return walker.ordinal();
        }

        /// At least 1, another one for every path.
        long path() {
            return path;
        }

        ItemReader items() {
            return walker.items();
        }
    }

    private final Footprints question;
    private final PathScan paths;

    FootprintsFold(Footprints question, Context context) {
        this.question = question;
        this.paths = PathScan.of(question.reading(), question.steps(), context);
    }

    Footprints question() {
        return question;
    }

    @Override
    public JourneyScan scan() {
        return paths.scan();
    }

    @Override
    public void fold(A counts, JourneyBatch batch) {
        ((Counts) counts).batch(batch);
    }
}
