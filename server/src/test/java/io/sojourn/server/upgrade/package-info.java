@org.jspecify.annotations.NullMarked
package io.sojourn.server.upgrade;
