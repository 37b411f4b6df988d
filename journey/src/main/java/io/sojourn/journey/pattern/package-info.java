@NullMarked
package io.sojourn.journey.pattern;

import org.jspecify.annotations.NullMarked;
