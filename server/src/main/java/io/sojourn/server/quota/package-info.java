@NullMarked
package io.sojourn.server.quota;

import org.jspecify.annotations.NullMarked;
