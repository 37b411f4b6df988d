@NullMarked
package io.sojourn.store.sql;

import org.jspecify.annotations.NullMarked;
