@NullMarked
package io.sojourn.store.embedded.question;

import org.jspecify.annotations.NullMarked;
