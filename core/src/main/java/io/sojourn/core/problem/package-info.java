@NullMarked
package io.sojourn.core.problem;

import org.jspecify.annotations.NullMarked;
