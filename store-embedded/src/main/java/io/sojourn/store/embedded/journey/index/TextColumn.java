package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.journey.Texts;
import java.util.Arrays;

/// A property of all events, as codes; or several that share a dictionary.
///
/// What a scan has taken is not changed under it: a column that is shared with one is copied before it changes.
final class TextColumn {

    private final Texts texts;
    private final Codes[] base;
    private final int[][] delta;
    private boolean shared;

    /// @param base by event of the base
    /// @param delta by event of the delta; may be longer than it
    TextColumn(Texts texts, Codes[] base, int[][] delta) {
        this.texts = texts;
        this.base = base;
        this.delta = delta;
    }

    /// What one scan reads of it.
    @SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
    record View(Texts texts, int size, Codes[] base, int[][] delta, int deltaFrom) {

        int code(int part, int row) {
            return row < deltaFrom ? base[part].get(row) : delta[part][row - deltaFrom];
        }
    }

    View view() {
        shared = true;
        return new View(
                texts,
                texts.size(),
                base.clone(),
                delta.clone(),
                base.length == 0 ? 0 : base[0].size());
    }

    /// Nobody reads a view of it any more.
    void unshare() {
        shared = false;
    }

    /// Itself or a copy, which may be changed.
    TextColumn changeable() {
        return shared ? copy() : this;
    }

    Texts texts() {
        return texts;
    }

    int parts() {
        return base.length;
    }

    Codes base(int part) {
        return base[part];
    }

    int delta(int part, int row) {
        return row < delta[part].length ? delta[part][row] : 0;
    }

    void setBase(int part, int row, int code) {
        base[part].set(row, code);
    }

    void setDelta(int part, int row, int code) {
        if (row >= delta[part].length) {
            delta[part] = Arrays.copyOf(delta[part], Math.max(256, 2 * row));
        }
        delta[part][row] = code;
    }

    private TextColumn copy() {
        Codes[] codes = new Codes[base.length];
        int[][] added = new int[delta.length][];
        for (int part = 0; part < codes.length; part++) {
            codes[part] = base[part].copy();
            added[part] = delta[part].clone();
        }
        return new TextColumn(texts, codes, added);
    }

    long bytes() {
        long bytes = texts.bytes();
        for (int part = 0; part < base.length; part++) {
            bytes += base[part].memory() + 4L * delta[part].length;
        }
        return bytes;
    }
}
