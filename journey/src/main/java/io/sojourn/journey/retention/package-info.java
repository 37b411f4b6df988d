@NullMarked
package io.sojourn.journey.retention;

import org.jspecify.annotations.NullMarked;
