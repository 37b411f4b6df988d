package io.sojourn.journey.trend;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Where a percentile stands among sorted values.
final class NearestRank {

    private NearestRank() {}

    /// Index of value number `ceil(percent / 100 * count)`, at least the first. In decimals: as a double 70 % of 10 would
    /// be more than 7.
    static int of(double percent, int count) {
        int rank =
                BigDecimal.valueOf(percent)
                        .multiply(BigDecimal.valueOf(count))
                        .movePointLeft(2)
                        .setScale(0, RoundingMode.CEILING)
                        .intValueExact();
        return Math.max(rank, 1) - 1;
    }
}
