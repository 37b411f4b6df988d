@NullMarked
package io.sojourn.server.rest;

import org.jspecify.annotations.NullMarked;
