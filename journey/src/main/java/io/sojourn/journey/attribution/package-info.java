@NullMarked
package io.sojourn.journey.attribution;

import org.jspecify.annotations.NullMarked;
