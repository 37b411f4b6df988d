@NullMarked
package io.sojourn.server.demo;

import org.jspecify.annotations.NullMarked;
