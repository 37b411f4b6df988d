@NullMarked
package io.sojourn.journey.json;

import org.jspecify.annotations.NullMarked;
