@NullMarked
package io.sojourn.ingest.wire;

import org.jspecify.annotations.NullMarked;
