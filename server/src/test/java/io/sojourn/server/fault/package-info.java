@NullMarked
package io.sojourn.server.fault;

import org.jspecify.annotations.NullMarked;
