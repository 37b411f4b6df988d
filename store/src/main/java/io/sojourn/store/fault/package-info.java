@NullMarked
package io.sojourn.store.fault;

import org.jspecify.annotations.NullMarked;
