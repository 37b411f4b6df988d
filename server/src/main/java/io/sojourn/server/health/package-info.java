@NullMarked
package io.sojourn.server.health;

import org.jspecify.annotations.NullMarked;
