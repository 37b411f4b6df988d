@NullMarked
package io.sojourn.core.event;

import org.jspecify.annotations.NullMarked;
