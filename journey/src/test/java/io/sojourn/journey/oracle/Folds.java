package io.sojourn.journey.oracle;

import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Runs an analysis on one thread in pieces, to show that the result does not depend on them.
///
/// @param batches folded into one accumulator before another one is begun
/// @param reversed whether accumulators are merged from the last to the first
public record Folds(int batches, boolean reversed) {

    public static final Folds PLAIN = new Folds(Integer.MAX_VALUE, false);

    private static final int THREADS = 3;
    private static final Runner ONE = new Runner(1);

    /// Asks a question of several passes: on one thread, or batch by batch on several.
    public <R> R ask(JourneySource source, Function<Asking, R> question) {
        if (batches == Integer.MAX_VALUE) {
            return question.apply(new Asking(ONE, source, Stop.never()));
        }
        try (Runner runner = new Runner(THREADS)) {
            return question.apply(
                    new Asking(runner, scan -> new Pieces(source, scan), Stop.never()));
        }
    }

    public <A, R> R run(JourneySource source, Analysis<A, R> analysis) {
        Stop stop = Stop.never();
        try (OpenScan open = source.open(analysis.scan())) {
            List<A> pieces = new ArrayList<>();
            int[] folded = {0};
            for (int part = 0; part < open.parts(); part++) {
                open.forEach(
                        part,
                        batch -> {
                            if (folded[0]++ % batches == 0) {
                                pieces.add(analysis.start(open, stop));
                            }
                            analysis.fold(pieces.getLast(), batch);
                        });
            }
            A all = analysis.start(open, stop);
            for (A piece : reversed ? pieces.reversed() : pieces) {
                analysis.merge(all, piece);
            }
            return analysis.finish(all, open);
        }
    }

    /// Every batch as a part of its own, of which each thread gets one before any gets a second: so there is something
    /// to merge every time.
    private static final class Pieces implements OpenScan {
        private static final int PATIENCE_SECONDS = 10;

        private final OpenScan whole;
        private final List<JourneyBatch> batches = new ArrayList<>();
        private final CountDownLatch begun;

        Pieces(JourneySource source, JourneyScan scan) {
            whole = source.open(scan);
            for (int part = 0; part < whole.parts(); part++) {
                whole.forEach(part, batches::add);
            }
            begun = new CountDownLatch(Math.min(THREADS, batches.size()));
        }

        @Override
        public Dictionary eventColumn(int column) {
            return whole.eventColumn(column);
        }

        @Override
        public Dictionary personColumn(int column) {
            return whole.personColumn(column);
        }

        @Override
        public long people() {
            return whole.people();
        }

        @Override
        public int parts() {
            return batches.size();
        }

        @Override
        public void forEach(int part, Consumer<JourneyBatch> consumer) {
            begun.countDown();
            try {
                begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            consumer.accept(batches.get(part));
        }

        @Override
        public long events() {
            return whole.events();
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
