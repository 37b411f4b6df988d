/// The whole path from a statement to a person's history, in lists and loops, for tests to compare with.
@NullMarked
package io.sojourn.core.path;

import org.jspecify.annotations.NullMarked;
