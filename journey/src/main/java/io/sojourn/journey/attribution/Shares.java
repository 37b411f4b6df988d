package io.sojourn.journey.attribution;

import io.sojourn.journey.attribution.Attribution.Model;

/// What each of the touches before a conversion gets of it, oldest touch first.
final class Shares {

    private static final double HALF_LIFE_MILLIS = 7 * 86_400_000.0;
    private static final double ENDS = 0.4;
    private static final double MIDDLE = 0.2;

    private Shares() {}

    /// Fills the first `count` places; they add up to 1.
    ///
    /// @param time of the touches, ascending
    /// @param count at least 1
    static void fill(Model model, long[] time, int count, double[] share) {
        switch (model) {
            case FIRST -> one(share, count, 0);
            case LAST -> one(share, count, count - 1);
            case LINEAR -> equal(share, 0, count, 1.0);
            case POSITION -> position(share, count);
            case DECAY -> decay(time, share, count);
        }
    }

    private static void one(double[] share, int count, int which) {
        for (int i = 0; i < count; i++) {
            share[i] = i == which ? 1 : 0;
        }
    }

    private static void equal(double[] share, int from, int to, double all) {
        for (int i = from; i < to; i++) {
            share[i] = all / (to - from);
        }
    }

    private static void position(double[] share, int count) {
        if (count <= 2) {
            equal(share, 0, count, 1.0);
            return;
        }
        share[0] = ENDS;
        share[count - 1] = ENDS;
        equal(share, 1, count - 1, MIDDLE);
    }

    /// Relative to the latest touch, so that no age makes all weights vanish.
    private static void decay(long[] time, double[] share, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double older = (time[count - 1] - time[i]) / HALF_LIFE_MILLIS;
            share[i] = StrictMath.pow(2, -older);
            sum += share[i];
        }
        for (int i = 0; i < count; i++) {
            share[i] /= sum;
        }
    }
}
