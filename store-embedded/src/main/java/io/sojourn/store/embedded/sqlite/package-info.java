@NullMarked
package io.sojourn.store.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
