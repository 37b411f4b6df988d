/// Reads the worked examples of the project's documents, so that tests can run them.
@NullMarked
package io.sojourn.core.docs;

import org.jspecify.annotations.NullMarked;
