/// The append-only log in files: what was acknowledged is in here.
@NullMarked
package io.sojourn.store.embedded.log;

import org.jspecify.annotations.NullMarked;
