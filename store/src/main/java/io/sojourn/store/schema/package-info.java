@NullMarked
package io.sojourn.store.schema;

import org.jspecify.annotations.NullMarked;
