@NullMarked
package io.sojourn.server.segment;

import org.jspecify.annotations.NullMarked;
