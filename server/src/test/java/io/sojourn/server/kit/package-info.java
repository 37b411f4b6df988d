@NullMarked
package io.sojourn.server.kit;

import org.jspecify.annotations.NullMarked;
