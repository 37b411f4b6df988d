package io.sojourn.server.live;

import java.util.Arrays;

/// How many events were received in each second of the last hour. Confined to whoever holds its project's lock.
final class Rate {

    private static final int SECONDS = 3_600;

    private final int[] counts = new int[SECONDS];

    /// Second of the newest count; those of the hour up to it are valid.
    private long newest;

    void add(long receivedMillis) {
        long second = Math.floorDiv(receivedMillis, 1_000);
        turn(second);
        if (second > newest - SECONDS) {
            counts[slot(second)]++;
        }
    }

    private void turn(long second) {
        if (second - newest >= SECONDS) {
            Arrays.fill(counts, 0);
        } else {
            for (long passed = newest + 1; passed <= second; passed++) {
                counts[slot(passed)] = 0;
            }
        }
        newest = Math.max(newest, second);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }

    private int between(long fromSecond, long toSecond) {
        int sum = 0;
        for (long second = Math.max(fromSecond, newest - SECONDS + 1);
                second < toSecond && second <= newest;
                second++) {
            sum += counts[slot(second)];
        }
        return sum;
    }

    /// Events of the last 60 seconds.
    int lastMinute(long nowMillis) {
        long second = Math.floorDiv(nowMillis, 1_000);
        return between(second - 59, second + 1);
    }

    /// Events of each of the last 60 minutes, the oldest first; the last one ends now.
    int[] minutes(long nowMillis) {
        long second = Math.floorDiv(nowMillis, 1_000);
        int[] minutes = new int[60];
        for (int i = 0; i < minutes.length; i++) {
            long from = second + 1 - (60 - i) * 60L;
            minutes[i] = between(from, from + 60);
        }
        return minutes;
    }
}
