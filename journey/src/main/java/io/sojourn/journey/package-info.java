@NullMarked
package io.sojourn.journey;

import org.jspecify.annotations.NullMarked;
