@NullMarked
package io.sojourn.core.project;

import org.jspecify.annotations.NullMarked;
