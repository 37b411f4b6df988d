@NullMarked
package io.sojourn.bench;

import org.jspecify.annotations.NullMarked;
