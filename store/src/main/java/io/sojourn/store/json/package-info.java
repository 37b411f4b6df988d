@NullMarked
package io.sojourn.store.json;

import org.jspecify.annotations.NullMarked;
