@NullMarked
package io.sojourn.journey.segment;

import org.jspecify.annotations.NullMarked;
