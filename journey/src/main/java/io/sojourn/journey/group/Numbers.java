package io.sojourn.journey.group;

import io.sojourn.journey.scan.Dictionary;
import java.util.Arrays;

/// The numbers of a column's codes, read from its dictionary once; part of an accumulator.
public final class Numbers {

    private final Dictionary dictionary;
    private double[] numbers = {Double.NaN};

    public Numbers(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /// NaN where the value is no number; code 0, no value, has none either.
    public double of(int code) {
        return code < numbers.length ? numbers[code] : learned(code);
    }

    private double learned(int code) {
        int known = numbers.length;
        int length = Math.max(code + 1, Math.min(dictionary.size(), 2 * known + 1024));
        numbers = Arrays.copyOf(numbers, length);
        for (int next = known; next < length; next++) {
            numbers[next] = dictionary.number(next);
        }
        return numbers[code];
    }
}
