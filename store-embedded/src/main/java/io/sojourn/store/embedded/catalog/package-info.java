@NullMarked
package io.sojourn.store.embedded.catalog;

import org.jspecify.annotations.NullMarked;
