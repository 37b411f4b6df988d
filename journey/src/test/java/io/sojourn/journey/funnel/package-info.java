@NullMarked
package io.sojourn.journey.funnel;

import org.jspecify.annotations.NullMarked;
