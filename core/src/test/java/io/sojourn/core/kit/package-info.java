@NullMarked
package io.sojourn.core.kit;

import org.jspecify.annotations.NullMarked;
