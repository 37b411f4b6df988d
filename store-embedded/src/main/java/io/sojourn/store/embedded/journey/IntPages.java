package io.sojourn.store.embedded.journey;

import java.util.Arrays;

/// An endless array of ints in pages, 0 where nothing was set; a changed version shares the pages that stayed, so that
/// a commit which touches few visitors copies little.
final class IntPages {

    static final int BITS = 9;
    private static final int SIZE = 1 << BITS;
    private static final int MASK = SIZE - 1;
    private static final int[] ZEROS = new int[SIZE];

    static final IntPages EMPTY = new IntPages(new int[0][]);

    private final int[][] pages;

    private IntPages(int[][] pages) {
        this.pages = pages;
    }

    int get(int index) {
        int page = index >>> BITS;
        return page < pages.length ? pages[page][index & MASK] : 0;
    }

    /// Memory, at most.
    long bytes() {
        return (long) pages.length * SIZE * Integer.BYTES;
    }

    Editor edit() {
        return new Editor(pages);
    }

    /// Makes a version; one thread.
    static final class Editor {
        private int[][] pages;
        private boolean[] own;
        private boolean changed;

        private Editor(int[][] from) {
            pages = from.clone();
            own = new boolean[from.length];
        }

        int get(int index) {
            int page = index >>> BITS;
            return page < pages.length ? pages[page][index & MASK] : 0;
        }

        void set(int index, int value) {
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
        IntPages done() {
            return new IntPages(pages);
        }
    }
}
