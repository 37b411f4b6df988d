@NullMarked
package io.sojourn.store.log;

import org.jspecify.annotations.NullMarked;
