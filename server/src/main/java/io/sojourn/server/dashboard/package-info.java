@NullMarked
package io.sojourn.server.dashboard;

import org.jspecify.annotations.NullMarked;
