@NullMarked
package io.sojourn.server.files;

import org.jspecify.annotations.NullMarked;
