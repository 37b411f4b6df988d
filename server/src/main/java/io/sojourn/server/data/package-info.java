@NullMarked
package io.sojourn.server.data;

import org.jspecify.annotations.NullMarked;
