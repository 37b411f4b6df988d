package io.sojourn.store.embedded.journey;

import io.sojourn.core.value.Value;
import io.sojourn.journey.scan.Dictionary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A dictionary that grows: codes are given in the order in which texts are met, and stay. For any thread.
public final class Texts implements Dictionary {

    /// What a text costs beside its characters: table, string, reference, number.
    private static final int OVERHEAD_BYTES = 96;

    @SuppressWarnings("ArrayRecordComponent") // read in place, never compared
    private record Values(String[] texts, double[] numbers) {}

    private final Map<String, Integer> codes = new HashMap<>();
    private volatile Values values = new Values(new String[] {"", ""}, new double[2]);
    private volatile int size = 1;
    private volatile long bytes;

    /// The code of a text, a new one where it has none yet.
    public synchronized int code(String text) {
        Integer known = codes.get(text);
        if (known != null) {
            return known;
        }
        int code = size;
        if (code == values.texts.length) {
            values =
                    new Values(
                            Arrays.copyOf(values.texts, 2 * code),
                            Arrays.copyOf(values.numbers, 2 * code));
        }
        values.texts[code] = text;
        values.numbers[code] = Value.string(text).number();
        codes.put(text, code);
        bytes += OVERHEAD_BYTES + 2L * text.length();
        size = code + 1;
        return code;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String text(int code) {
        check(code);
        return values.texts[code];
    }

    @Override
    public double number(int code) {
        check(code);
        return values.numbers[code];
    }

    /// Reading the size first makes what was written before it visible.
    private void check(int code) {
        if (code < 1 || code >= size) {
            throw new IndexOutOfBoundsException("code " + code + " of " + size);
        }
    }

    /// Memory, about.
    public long bytes() {
        return bytes;
    }
}
