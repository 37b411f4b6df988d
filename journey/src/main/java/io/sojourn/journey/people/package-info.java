@NullMarked
package io.sojourn.journey.people;

import org.jspecify.annotations.NullMarked;
