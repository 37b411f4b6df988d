/// The events of one project in one DuckDB file.
@NullMarked
package io.sojourn.store.embedded.event;

import org.jspecify.annotations.NullMarked;
