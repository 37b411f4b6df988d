@NullMarked
package io.sojourn.server.export;

import org.jspecify.annotations.NullMarked;
