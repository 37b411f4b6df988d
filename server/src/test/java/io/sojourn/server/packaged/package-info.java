@NullMarked
package io.sojourn.server.packaged;

import org.jspecify.annotations.NullMarked;
