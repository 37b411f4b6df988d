@NullMarked
package io.sojourn.store;

import org.jspecify.annotations.NullMarked;
