@NullMarked
package io.sojourn.server.imports;

import org.jspecify.annotations.NullMarked;
