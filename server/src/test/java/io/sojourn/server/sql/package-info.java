@NullMarked
package io.sojourn.server.sql;

import org.jspecify.annotations.NullMarked;
