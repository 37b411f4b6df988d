@NullMarked
package io.sojourn.server.contract;

import org.jspecify.annotations.NullMarked;
