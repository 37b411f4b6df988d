@NullMarked
package io.sojourn.server.config;

import org.jspecify.annotations.NullMarked;
