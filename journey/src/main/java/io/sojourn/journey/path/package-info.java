@NullMarked
package io.sojourn.journey.path;

import org.jspecify.annotations.NullMarked;
