@NullMarked
package io.sojourn.server.track;

import org.jspecify.annotations.NullMarked;
