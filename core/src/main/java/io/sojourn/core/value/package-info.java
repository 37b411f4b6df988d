@NullMarked
package io.sojourn.core.value;

import org.jspecify.annotations.NullMarked;
