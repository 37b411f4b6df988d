@NullMarked
package io.sojourn.server.crash;

import org.jspecify.annotations.NullMarked;
