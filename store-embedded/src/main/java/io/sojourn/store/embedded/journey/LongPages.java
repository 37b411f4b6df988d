package io.sojourn.store.embedded.journey;

import java.util.Arrays;

/// An endless array of longs in pages, 0 where nothing was set; a changed version shares the pages that stayed, so that
/// a commit which touches few visitors copies little.
final class LongPages {

    static final int BITS = 9;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;
    private static final long[] ZEROS = new long[SIZE];

    static final LongPages EMPTY = new LongPages(new long[0][]);

    private final long[][] pages;

    private LongPages(long[][] pages) {
        this.pages = pages;
    }

    long get(int index) {
        int page = index >>> BITS;
        return page < pages.length ? pages[page][index & MASK] : 0;
    }

    /// Memory, at most.
    long bytes() {
        return (long) pages.length * SIZE * Long.BYTES;
    }

    Editor edit() {
        return new Editor(pages);
    }

    /// Makes a version; one thread.
    static final class Editor {
        private long[][] pages;
        private boolean[] own;
        private boolean changed;

        private Editor(long[][] from) {
            pages = from.clone();
            own = new boolean[from.length];
        }

        long get(int index) {
            int page = index >>> BITS;
            return page < pages.length ? pages[page][index & MASK] : 0;
        }

        void set(int index, long value) {
            if (get(index) == value) {
                return;
            }
            int page = index >>> BITS;
            if (page >= pages.length) {
                grow(page);
            }
            if (!own[page]) {
                pages[page] = pages[page].clone();
                own[page] = true;
            }
            pages[page][index & MASK] = value;
            changed = true;
        }

        private void grow(int page) {
            int before = pages.length;
            int size = Math.max(page + 1, before + (before >> 2));
            pages = Arrays.copyOf(pages, size);
            own = Arrays.copyOf(own, size);
            Arrays.fill(pages, before, size, ZEROS);
        }

        boolean isChanged() {
            return changed;
        }

        /// The version; the editor is not used again.
        LongPages done() {
            return new LongPages(pages);
        }
    }
}
