package io.sojourn.store.embedded.journey;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The same of references.
///
/// @param <T> immutable
final class ObjectPages<T> {

    private static final int SIZE = 1 << IntPages.BITS;
    private static final int MASK = SIZE - 1;
    private static final @Nullable Object[] NOTHING = new @Nullable Object[SIZE];

    private final @Nullable Object[][] pages;

    private ObjectPages(@Nullable Object[][] pages) {
        this.pages = pages;
    }

    static <T> ObjectPages<T> empty() {
        return new ObjectPages<>(new @Nullable Object[0][]);
    }

    @SuppressWarnings("unchecked") // only what an editor of the same type has set
    private static <T> Optional<T> get(@Nullable Object[][] pages, int index) {
        int page = index >>> IntPages.BITS;
        return page < pages.length
                ? Optional.ofNullable((T) pages[page][index & MASK])
                : Optional.empty();
    }

    Optional<T> get(int index) {
        return get(pages, index);
    }

    Editor<T> edit() {
        return new Editor<>(pages);
    }

    /// Makes a version; one thread.
    ///
    /// @param <T> immutable
    static final class Editor<T> {
        private @Nullable Object[][] pages;
        private boolean[] own;

        private Editor(@Nullable Object[][] from) {
            pages = from.clone();
            own = new boolean[from.length];
        }

        Optional<T> get(int index) {
            return ObjectPages.get(pages, index);
        }

        void set(int index, Optional<T> value) {
            if (this.get(index).equals(value)) {
                return;
            }
            int page = index >>> IntPages.BITS;
            if (page >= pages.length) {
                int before = pages.length;
                pages = Arrays.copyOf(pages, page + 1);
                own = Arrays.copyOf(own, page + 1);
                Arrays.fill(pages, before, page + 1, NOTHING);
            }
            if (!own[page]) {
                pages[page] = pages[page].clone();
                own[page] = true;
            }
            pages[page][index & MASK] = value.orElse(null);
        }

        /// The version; the editor is not used again.
        ObjectPages<T> done() {
            return new ObjectPages<>(pages);
        }
    }
}
