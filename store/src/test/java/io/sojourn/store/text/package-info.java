/// Texts for tests of everything that stores text.
@NullMarked
package io.sojourn.store.text;

import org.jspecify.annotations.NullMarked;
