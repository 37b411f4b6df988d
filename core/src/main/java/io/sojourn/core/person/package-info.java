@NullMarked
package io.sojourn.core.person;

import org.jspecify.annotations.NullMarked;
