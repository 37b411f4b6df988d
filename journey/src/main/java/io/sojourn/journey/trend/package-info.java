@NullMarked
package io.sojourn.journey.trend;

import org.jspecify.annotations.NullMarked;
