@NullMarked
package io.sojourn.store.embedded.table;

import org.jspecify.annotations.NullMarked;
