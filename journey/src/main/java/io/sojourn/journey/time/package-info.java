@NullMarked
package io.sojourn.journey.time;

import org.jspecify.annotations.NullMarked;
