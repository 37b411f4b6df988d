package io.sojourn.journey.oracle;

import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.List;

/// Runs an analysis on one thread in pieces, to show that the result does not depend on them.
///
/// @param batches folded into one accumulator before another one is begun
/// @param reversed whether accumulators are merged from the last to the first
public record Folds(int batches, boolean reversed) {

    public static final Folds PLAIN = new Folds(Integer.MAX_VALUE, false);

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
}
