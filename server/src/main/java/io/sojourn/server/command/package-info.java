@NullMarked
package io.sojourn.server.command;

import org.jspecify.annotations.NullMarked;
