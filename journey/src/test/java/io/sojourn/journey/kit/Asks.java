package io.sojourn.journey.kit;

import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import java.util.Optional;

/// Asks questions of a source, on two threads that all tests share.
public final class Asks {

    private static final Runner RUNNER = new Runner(2);
    private static final Runner ONE = new Runner(1);

    private Asks() {}

    public static Asking of(JourneySource source) {
        return new Asking(RUNNER, source, Stop.never());
    }

    /// On one thread, and with so much memory.
    public static Asking within(long bytes, JourneySource source) {
        return new Asking(ONE, source, new Stop(System.nanoTime() + Long.MAX_VALUE / 2, bytes));
    }

    /// Everyone, without bots.
    public static Context asOf(long time, Calendar calendar) {
        return new Context(
                time,
                calendar,
                new VisitCut(VisitSettings.DEFAULT, calendar.zone()),
                Optional.empty(),
                false);
    }
}
