package io.sojourn.journey.path;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Counts people, paths and passes of numbered things, each person and path once a thing. Persons follow each other,
/// and so do a person's paths.
final class Tally {

    private static final int BYTES_EACH = 32;

    private final Stop stop;
    private int[] people = new int[16];
    private long[] paths = new long[16];
    private long[] passes = new long[16];
    private int[] lastPerson = new int[16];
    private long[] lastPath = new long[16];

    Tally(Stop stop) {
        this.stop = stop;
    }

    /// @param person another one for every person, at least 1
    /// @param path another one for every path, at least 1
    void count(int thing, int person, long path) {
        reach(thing);
        passes[thing]++;
        if (lastPath[thing] != path) {
            lastPath[thing] = path;
            paths[thing]++;
            if (lastPerson[thing] != person) {
                lastPerson[thing] = person;
                people[thing]++;
            }
        }
    }

    void add(int thing, Tally other, int there) {
        if (there < other.passes.length) {
            reach(thing);
            people[thing] += other.people[there];
            paths[thing] += other.paths[there];
            passes[thing] += other.passes[there];
        }
    }

    private void reach(int thing) {
        if (thing >= passes.length) {
            int length = Math.max(thing + 1, 2 * passes.length);
            stop.take((long) BYTES_EACH * (length - passes.length), "coarser items");
            people = Arrays.copyOf(people, length);
            paths = Arrays.copyOf(paths, length);
            passes = Arrays.copyOf(passes, length);
            lastPerson = Arrays.copyOf(lastPerson, length);
            lastPath = Arrays.copyOf(lastPath, length);
        }
    }

    long people(int thing) {
        return thing < people.length ? people[thing] : 0;
    }

    long paths(int thing) {
        return thing < paths.length ? paths[thing] : 0;
    }

    long passes(int thing) {
        return thing < passes.length ? passes[thing] : 0;
    }
}
