@NullMarked
package io.sojourn.journey.group;

import org.jspecify.annotations.NullMarked;
