@NullMarked
package io.sojourn.server.cases;

import org.jspecify.annotations.NullMarked;
