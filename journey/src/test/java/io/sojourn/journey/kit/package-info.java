@NullMarked
package io.sojourn.journey.kit;

import org.jspecify.annotations.NullMarked;
