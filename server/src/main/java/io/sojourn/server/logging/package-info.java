@NullMarked
package io.sojourn.server.logging;

import org.jspecify.annotations.NullMarked;
