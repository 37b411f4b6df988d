@NullMarked
package io.sojourn.server.api;

import org.jspecify.annotations.NullMarked;
