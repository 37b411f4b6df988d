@NullMarked
package io.sojourn.server.live;

import org.jspecify.annotations.NullMarked;
