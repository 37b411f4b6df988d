@NullMarked
package io.sojourn.journey.scan;

import org.jspecify.annotations.NullMarked;
