@NullMarked
package io.sojourn.store.catalog;

import org.jspecify.annotations.NullMarked;
