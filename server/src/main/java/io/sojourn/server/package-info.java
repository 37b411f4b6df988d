@NullMarked
package io.sojourn.server;

import org.jspecify.annotations.NullMarked;
