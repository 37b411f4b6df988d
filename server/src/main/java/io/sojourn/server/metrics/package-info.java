@NullMarked
package io.sojourn.server.metrics;

import org.jspecify.annotations.NullMarked;
