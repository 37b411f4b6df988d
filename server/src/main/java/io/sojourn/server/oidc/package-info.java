@NullMarked
package io.sojourn.server.oidc;

import org.jspecify.annotations.NullMarked;
