@NullMarked
package io.sojourn.server.http;

import org.jspecify.annotations.NullMarked;
