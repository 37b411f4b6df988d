@NullMarked
package io.sojourn.server.question;

import org.jspecify.annotations.NullMarked;
