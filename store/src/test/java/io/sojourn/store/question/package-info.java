@NullMarked
package io.sojourn.store.question;

import org.jspecify.annotations.NullMarked;
