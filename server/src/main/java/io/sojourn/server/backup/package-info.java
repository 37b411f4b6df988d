@NullMarked
package io.sojourn.server.backup;

import org.jspecify.annotations.NullMarked;
