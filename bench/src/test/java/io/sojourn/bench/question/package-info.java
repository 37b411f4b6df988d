@NullMarked
package io.sojourn.bench.question;

import org.jspecify.annotations.NullMarked;
