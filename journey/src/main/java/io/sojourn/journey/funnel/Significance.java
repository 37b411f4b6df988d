package io.sojourn.journey.funnel;

/// Whether two shares differ by more than chance: the two-proportion z-test with pooled variance, two-sided
/// (NIST/SEMATECH e-Handbook of Statistical Methods, section 7.3.3).
///
/// With `p = (a + b) / (n + m)` it is `z = (a / n - b / m) / sqrt(p (1 - p) (1 / n + 1 / m))`.
///
/// @param z NaN where there is nothing to compare: somebody nobody was asked of, or all or none converted
/// @param p probability of a difference of at least this size by chance; NaN as `z`
/// @param enough whether at least [#EXPECTED_MIN] conversions and as many others are to be expected on both sides;
///     otherwise `p` is not to be relied on
public record Significance(double z, double p, boolean enough) {

    public static final double LEVEL = 0.05;
    public static final int EXPECTED_MIN = 5;

    /// @param a conversions of `n`
    /// @param b conversions of `m`
    public static Significance of(long a, long n, long b, long m) {
        if (a < 0 || b < 0 || a > n || b > m) {
            throw new IllegalArgumentException(a + " of " + n + " and " + b + " of " + m);
        }
        double pooled = (double) (a + b) / (n + m);
        double variance = pooled * (1 - pooled) * (1.0 / n + 1.0 / m);
        double z = ((double) a / n - (double) b / m) / Math.sqrt(variance);
        if (n == 0 || m == 0 || variance == 0) {
            return new Significance(Double.NaN, Double.NaN, false);
        }
        double rarer = Math.min(pooled, 1 - pooled);
        return new Significance(z, twoSided(z), Math.min(n, m) * rarer >= EXPECTED_MIN);
    }

    public boolean isSignificant() {
        return enough && p < LEVEL;
    }

    /// `erfc(|z| / sqrt(2))`, by the series of the error function where it converges fast, else by its continued
    /// fraction (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14).
    private static double twoSided(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 60; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
