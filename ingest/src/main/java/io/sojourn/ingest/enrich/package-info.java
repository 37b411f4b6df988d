@NullMarked
package io.sojourn.ingest.enrich;

import org.jspecify.annotations.NullMarked;
