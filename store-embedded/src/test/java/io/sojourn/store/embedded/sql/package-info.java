@NullMarked
package io.sojourn.store.embedded.sql;

import org.jspecify.annotations.NullMarked;
