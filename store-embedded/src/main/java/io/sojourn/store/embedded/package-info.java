@NullMarked
package io.sojourn.store.embedded;

import org.jspecify.annotations.NullMarked;
