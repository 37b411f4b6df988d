package io.sojourn.journey.path;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Counts people, paths and passes of numbered things, each person and path once a thing. Persons follow each other,
/// and so do a person's paths. What is counted of one thing lies side by side.
final class Tally {

    private static final int PASSES = 0;
    private static final int PATHS = 1;
    private static final int LAST_PATH = 2;
    private static final int PEOPLE = 3;
    private static final int LAST_PERSON = 4;
    private static final int WIDTH = 5;

    private final Stop stop;
    private long[] counts = new long[16 * WIDTH];

    Tally(Stop stop) {
        this.stop = stop;
    }

    /// @param person another one for every person, at least 1
    /// @param path another one for every path, at least 1
    void count(int thing, int person, long path) {
        int at = thing * WIDTH;
        if (at >= counts.length) {
            reach(at);
        }
        long[] all = counts;
        all[at + PASSES]++;
        if (all[at + LAST_PATH] != path) {
            all[at + LAST_PATH] = path;
            all[at + PATHS]++;
            if (all[at + LAST_PERSON] != person) {
                all[at + LAST_PERSON] = person;
                all[at + PEOPLE]++;
            }
        }
    }

    /// Adds what another tally has counted of other people.
    void add(int thing, Tally other, int there) {
        int at = thing * WIDTH;
        reach(at);
        counts[at + PASSES] += other.passes(there);
        counts[at + PATHS] += other.paths(there);
        counts[at + PEOPLE] += other.people(there);
    }

    private void reach(int at) {
        if (at >= counts.length) {
            int length = Math.max(at + WIDTH, 2 * counts.length);
            stop.take((long) Long.BYTES * (length - counts.length), "coarser items");
            counts = Arrays.copyOf(counts, length);
        }
    }

    long people(int thing) {
        return of(thing, PEOPLE);
    }

    long paths(int thing) {
        return of(thing, PATHS);
    }

    long passes(int thing) {
        return of(thing, PASSES);
    }

    private long of(int thing, int count) {
        int at = thing * WIDTH;
        return at < counts.length ? counts[at + count] : 0;
    }
}
