@NullMarked
package io.sojourn.ingest.command;

import org.jspecify.annotations.NullMarked;
