@NullMarked
package io.sojourn.server.limit;

import org.jspecify.annotations.NullMarked;
