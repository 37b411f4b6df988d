@NullMarked
package io.sojourn.core.segment;

import org.jspecify.annotations.NullMarked;
