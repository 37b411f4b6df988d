package io.sojourn.bench.question;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What memory allows: a plain sum over two bytes of name and four of time per event, on two threads.
final class Floor {

    private Floor() {}

    static double millis(Clickstream stream, int rounds)
            throws ExecutionException, InterruptedException {
        short[] names = new short[stream.events];
        int[] times = new int[stream.events];
        for (int i = 0; i < stream.events; i++) {
            names[i] = stream.name[i];
            times[i] = (int) ((stream.time[i] - stream.begin) >>> 10);
        }
        double[] millis = new double[rounds];
        long expected = sum(names, times, 0, stream.events);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = -3; round < rounds; round++) {
                long begun = System.nanoTime();
                int half = stream.events / 2;
                Future<Long> left = threads.submit(() -> sum(names, times, 0, half));
                Future<Long> right = threads.submit(() -> sum(names, times, half, stream.events));
                if (left.get() + right.get() != expected) {
                    throw new IllegalStateException("sums differ");
                }
                if (round >= 0) {
                    millis[round] = (System.nanoTime() - begun) / 1e6;
                }
            }
        }
        Arrays.sort(millis);
        return millis[rounds / 2];
    }

    private static long sum(short[] names, int[] times, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += names[i] + times[i];
        }
        return sum;
    }
}
