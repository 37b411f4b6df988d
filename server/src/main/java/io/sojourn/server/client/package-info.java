@NullMarked
package io.sojourn.server.client;

import org.jspecify.annotations.NullMarked;
