@NullMarked
package io.sojourn.server.access;

import org.jspecify.annotations.NullMarked;
