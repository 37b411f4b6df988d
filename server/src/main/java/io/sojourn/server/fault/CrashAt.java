package io.sojourn.server.fault;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ends the process, as a power switch would, where a crash test wants it. Switched on by the system property
/// `sojourn.crash` alone; without it nothing is counted and nothing happens.
///
/// `sojourn.crash=LOG_AFTER_WRITE:3` halts at the third passing of that point, with exit code 137, after a line that
/// says so. `sojourn.crash=count` halts nowhere and tells of the 1st, 2nd, 4th, 8th ... passing of each point.
public final class CrashAt implements Faults {
    public static final String PROPERTY = "sojourn.crash";
    public static final String COUNT = "count";
    public static final int EXIT_CODE = 137;

    private static final Pattern WHERE = Pattern.compile("([A-Z_]+):([1-9]\\d{0,8})");

    /// Passing of a point at which the process ends; 0 = never.
    private final long[] haltAt = new long[FaultPoint.values().length];

    private final AtomicLongArray passed = new AtomicLongArray(FaultPoint.values().length);
    private final PrintStream out;
    private final Runnable halt;

    private CrashAt(PrintStream out, Runnable halt) {
        this.out = out;
        this.halt = halt;
    }

    /// What the system property asks for.
    public static Faults configured(PrintStream out) {
        return of(
                System.getProperty(PROPERTY, ""), out, () -> Runtime.getRuntime().halt(EXIT_CODE));
    }

    /// @param text value of the property, empty = no faults
    /// @param halt does not return, in a process that is to end
    /// @throws ProblemException where the text names no point
    static Faults of(String text, PrintStream out, Runnable halt) {
        if (text.isEmpty()) {
            return Faults.NONE;
        }
        CrashAt faults = new CrashAt(out, halt);
        if (!text.equals(COUNT)) {
            Matcher where = WHERE.matcher(text);
            if (!where.matches()) {
                throw unusable(text);
            }
            faults.haltAt[point(where.group(1), text).ordinal()] = Long.parseLong(where.group(2));
        }
        return faults;
    }

    private static FaultPoint point(String name, String text) {
        return Arrays.stream(FaultPoint.values())
                .filter(point -> point.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unusable(text));
    }

    private static ProblemException unusable(String text) {
        return new ProblemException(
                Code.CONFIGURATION,
                "system property %s must be POINT:NUMBER or %s, got %s"
                        .formatted(PROPERTY, COUNT, text));
    }

    /// The line that is printed before the process ends, or of a counted passing.
    public static String line(FaultPoint point, long passing) {
        return "fault point " + point + " passed " + passing;
    }

    @Override
    public void reach(FaultPoint point) {
        long passing = passed.incrementAndGet(point.ordinal());
        long wanted = haltAt[point.ordinal()];
        boolean counting = Arrays.stream(haltAt).allMatch(at -> at == 0);
        if (counting ? Long.bitCount(passing) == 1 : passing == wanted) {
            out.println(line(point, passing));
            out.flush();
        }
        if (!counting && passing == wanted) {
            halt.run();
        }
    }
}
