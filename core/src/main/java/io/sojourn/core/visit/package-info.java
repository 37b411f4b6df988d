@NullMarked
package io.sojourn.core.visit;

import org.jspecify.annotations.NullMarked;
