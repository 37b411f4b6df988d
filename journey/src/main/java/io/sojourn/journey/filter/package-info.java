@NullMarked
package io.sojourn.journey.filter;

import org.jspecify.annotations.NullMarked;
