@NullMarked
package io.sojourn.ingest;

import org.jspecify.annotations.NullMarked;
