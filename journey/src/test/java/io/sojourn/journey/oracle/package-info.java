@NullMarked
package io.sojourn.journey.oracle;

import org.jspecify.annotations.NullMarked;
